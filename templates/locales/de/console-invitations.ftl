# Einladungen in der Konsole.

console_nav_invitations = Einladungen
console_invitations_hint = Sehen, wer eingeladen wurde und wer angenommen hat.
console_invitations_none = Noch wurde niemand eingeladen. Laden Sie Personen ein; jede erstellt ihr Konto über den Link in einer E-Mail.
console_invitation_open = Wartet auf Antwort
console_invitation_accepted = Angenommen
console_invitation_expired = Abgelaufen
console_invitation_revoked = Widerrufen
console_invitation_sent = Gesendet
console_invitation_again = Einladung erneut senden
console_invitation_again_effect = Sendet einen neuen Link per E-Mail, der so lange gilt wie der erste. Der Link davor funktioniert nicht mehr.
console_invitation_revoke = Einladung widerrufen
console_invitation_revoke_effect = Ihr Link funktioniert nicht mehr.

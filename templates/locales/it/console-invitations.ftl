# Gli inviti nella console.

console_nav_invitations = Inviti
console_invitations_hint = Guarda chi è stato invitato e chi ha accettato.
console_invitations_none = Nessuno è stato ancora invitato. Invita delle persone: ognuna crea il proprio account con il link in un’email.
console_invitation_open = In attesa di risposta
console_invitation_accepted = Accettato
console_invitation_expired = Scaduto
console_invitation_revoked = Revocato
console_invitation_sent = Inviato
console_invitation_again = Invia di nuovo l’invito
console_invitation_again_effect = Invia per email un nuovo link, valido quanto il primo. Il link precedente non funziona più.
console_invitation_revoke = Revoca invito
console_invitation_revoke_effect = Il suo link non funziona più.

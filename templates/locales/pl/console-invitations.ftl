# Zaproszenia w konsoli.

console_nav_invitations = Zaproszenia
console_invitations_hint = Zobacz, kogo zaproszono i kto przyjął zaproszenie.
console_invitations_none = Nikogo jeszcze nie zaproszono. Zaproś osoby, a każda z nich utworzy swoje konto przez link w e-mailu.
console_invitation_open = Czeka na odpowiedź
console_invitation_accepted = Przyjęte
console_invitation_expired = Wygasło
console_invitation_revoked = Cofnięte
console_invitation_sent = Wysłano
console_invitation_again = Wyślij zaproszenie ponownie
console_invitation_again_effect = Wysyła e-mailem nowy link, ważny tak długo jak pierwszy. Poprzedni link już nie działa.
console_invitation_revoke = Cofnij zaproszenie
console_invitation_revoke_effect = Jego link już nie działa.

# Uitnodigingen in de console.

console_nav_invitations = Uitnodigingen
console_invitations_hint = Bekijk wie is uitgenodigd, en wie heeft geaccepteerd.
console_invitations_none = Er is nog niemand uitgenodigd. Nodig mensen uit; ieder maakt zelf een account met de link in een e-mail.
console_invitation_open = Wacht op antwoord
console_invitation_accepted = Geaccepteerd
console_invitation_expired = Verlopen
console_invitation_revoked = Ingetrokken
console_invitation_sent = Verzonden
console_invitation_again = Uitnodiging opnieuw sturen
console_invitation_again_effect = Mailt een nieuwe link, die even lang geldig is als de eerste. De link ervoor werkt niet meer.
console_invitation_revoke = Uitnodiging intrekken
console_invitation_revoke_effect = De link ervan werkt niet meer.

# Os convites no console.

console_nav_invitations = Convites
console_invitations_hint = Veja quem foi convidado e quem aceitou.
console_invitations_none = Ninguém foi convidado ainda. Convide pessoas, e cada uma cria a sua conta pelo link de um e-mail.
console_invitation_open = Aguardando resposta
console_invitation_accepted = Aceito
console_invitation_expired = Expirado
console_invitation_revoked = Revogado
console_invitation_sent = Enviado
console_invitation_again = Enviar convite de novo
console_invitation_again_effect = Envia por e-mail um link novo, válido pelo mesmo tempo do primeiro. O link anterior deixa de funcionar.
console_invitation_revoke = Revogar convite
console_invitation_revoke_effect = O link dele deixa de funcionar.

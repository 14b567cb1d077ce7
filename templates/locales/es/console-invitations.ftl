# Las invitaciones en la consola.

console_nav_invitations = Invitaciones
console_invitations_hint = Mira a quién se invitó y quién aceptó.
console_invitations_none = Aún no se ha invitado a nadie. Invita a personas y cada una creará su cuenta con el enlace de un correo.
console_invitation_open = Espera respuesta
console_invitation_accepted = Aceptada
console_invitation_expired = Caducada
console_invitation_revoked = Revocada
console_invitation_sent = Enviada
console_invitation_again = Enviar invitación de nuevo
console_invitation_again_effect = Envía por correo un enlace nuevo, válido tanto tiempo como el primero. El enlace anterior deja de funcionar.
console_invitation_revoke = Revocar invitación
console_invitation_revoke_effect = Su enlace deja de funcionar.

# Invitations into organizations.

invitation_into = Te unes a { $name } como miembro.
invitation_into_owner = Te unes a { $name } como propietario.
mail_invitation_into = Organización
token_withdrawn_title = Esta invitación ya no es válida
token_withdrawn = La organización a la que te invitaron ya no existe, o quien te invitó ya no puede invitar a ella. Pídele una invitación nueva.
console_invite_into_effect = Envía por correo un enlace a cada persona. Quien acepta entra en la organización.
console_invite_into = Organización (opcional)
console_invite_into_hint = El nombre corto de una organización. Quien acepta entra en ella.
console_invite_into_unknown = No hay ninguna organización { $name } a la que puedas invitar. No se invitó a nadie.
console_invite_app_roles = Roles (opcional)
console_invite_roles = Roles en la organización (opcional)
console_invite_roles_hint = Uno por línea: el identificador de la aplicación, un espacio, el nombre del rol.
console_invite_roles_wrong = { $line } no es una aplicación con un rol. No se invitó a nadie.
console_invite_organization = Organización
console_organization_invitations = Invitaciones abiertas
console_organization_invitations_none = Ninguna invitación espera respuesta.

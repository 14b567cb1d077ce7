# Invitations into organizations.

invitation_into = You join { $name } as a member.
invitation_into_owner = You join { $name } as an owner.
mail_invitation_into = Organization
token_withdrawn_title = This invitation doesn’t hold any more
token_withdrawn = The organization that you were invited into doesn’t exist any more, or whoever invited you can’t invite into it any more. Ask them for a new invitation.
console_invite_into_effect = Emails each of them a link. Whoever accepts is in the organization.
console_invite_into = Organization (optional)
console_invite_into_hint = The short name of an organization. Whoever accepts is in it.
console_invite_into_unknown = There is no organization { $name } that you may invite into. Nobody was invited.
console_invite_app_roles = Roles (optional)
console_invite_roles = Roles in the organization (optional)
console_invite_roles_hint = One in each line: the identifier of the app, a space, the name of the role.
console_invite_roles_wrong = { $line } is no app with a role. Nobody was invited.
console_invite_organization = Organization
console_organization_invitations = Open invitations
console_organization_invitations_none = No invitation waits for an answer.

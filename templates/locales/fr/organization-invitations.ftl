# Invitations into organizations.

invitation_into = Vous rejoignez { $name } en tant que membre.
invitation_into_owner = Vous rejoignez { $name } en tant que propriétaire.
mail_invitation_into = Organisation
token_withdrawn_title = Cette invitation n’est plus valable
token_withdrawn = L’organisation dans laquelle vous étiez invité n’existe plus, ou la personne qui vous a invité ne peut plus y inviter. Demandez-lui une nouvelle invitation.
console_invite_into_effect = Envoie un lien par e-mail à chaque personne. Celle qui accepte fait partie de l’organisation.
console_invite_into = Organisation (facultatif)
console_invite_into_hint = Le nom court d’une organisation. La personne qui accepte en fait partie.
console_invite_into_unknown = Il n’existe pas d’organisation { $name } dans laquelle vous pouvez inviter. Personne n’a été invité.
console_invite_app_roles = Rôles (facultatif)
console_invite_roles = Rôles dans l’organisation (facultatif)
console_invite_roles_hint = Un par ligne : l’identifiant de l’application, une espace, le nom du rôle.
console_invite_roles_wrong = { $line } n’est pas une application avec un rôle. Personne n’a été invité.
console_invite_organization = Organisation
console_organization_invitations = Invitations en attente
console_organization_invitations_none = Aucune invitation n’attend de réponse.

# What holds while somebody signs in for an organization.

console_organization_policy_change = Modifier la connexion
console_organization_policy_effect = Vaut dès la prochaine connexion pour l’organisation. De ce qu’exigent le serveur, l’application et l’organisation, le plus strict vaut.
console_organization_policy_default = Selon le serveur et l’application
console_organization_policy_required = Obligatoire
console_organization_age = Âge maximal d’une connexion en secondes
console_organization_age_hint = 60 à 31536000 secondes. Laissez vide pour ce que disent le serveur et l’application.
console_organization_provider = Fournisseur d’identité de ses domaines
console_organization_provider_hint = L’identifiant d’un fournisseur d’identité. Les adresses des domaines vérifiés s’y connectent, et non ici par mot de passe ou e-mail.

# The owners of an app, who administer it.
console_owners_tab = Propriétaires
console_owners_lead = Les propriétaires gèrent cette seule application : ses rôles et leurs demandes, ses secrets, son apparence et ses adresses. À qui d’autre elle s’ouvre et ce qu’elle apprend des utilisateurs reste du ressort des administrateurs.
console_owners_none = Personne n’est propriétaire de cette application. Seuls les administrateurs la modifient.
console_owners_since = Propriétaire depuis
console_owners_by_file = nommé par un fichier
console_owners_add = Ajouter un propriétaire
console_owners_add_effect = L’utilisateur gère cette application dans la console et par l’API : il attribue ses rôles, décide des demandes, crée et révoque ses secrets, et modifie son apparence et ses adresses.
console_owners_remove = Retirer le propriétaire
console_owners_remove_effect = L’utilisateur ne gère plus cette application. Ce qu’il a attribué et modifié reste.
console_owners_earlier = Anciens propriétaires
console_owners_until = Propriétaire jusqu’à

# Comment on se connecte, dans la console.

console_nav_sign_in = Règles de connexion
console_sign_in_hint = Voir comment on se connecte, à tout et à chaque application.
console_sign_in_lead = Ce qu’il faut pour se connecter : les règles pour tous, et là où une application est plus stricte.
console_sign_in_everybody = Pour tous
console_sign_in_settings = Ce sont des paramètres du serveur. Une application peut choisir parmi eux et demander davantage.
console_sign_in_apps = Par application
console_sign_in_apps_none = Aucune application ne connecte encore personne. Ajoutez-en une sous Applications.
console_as_everybody = Comme pour tous
console_days = { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}
console_method_password = Mot de passe
console_method_passkey = Clé d’accès
console_method_code = Code par e-mail
console_method_link = Lien par e-mail
console_rule_methods = Moyens de connexion, dans l’ordre
console_methods_hint = Un par ligne : { $names }, ou l’identifiant d’un fournisseur d’identité. Laissez vide pour tous.
console_rule_second_factor = Second facteur
console_rule_second_factor_of = Second facteur pour certains
console_factor_off = Désactivé
console_factor_offered = Demandé si l’utilisateur en a configuré un
console_factor_required = Obligatoire
console_rule_after_providers = Second facteur aussi après un fournisseur d’identité
console_rule_trusted = Confiance accordée aux navigateurs pendant
console_rule_recovery = Attente après la perte d’un second facteur
console_rule_recovery_off = Impossible
console_rule_length = Longueur minimale du mot de passe, en caractères
console_rule_breaches = Les mots de passe volés sont refusés
console_rule_sign_up = Qui peut créer un compte
console_sign_up_off = Personne : les administrateurs ajoutent les utilisateurs
console_sign_up_invitation = Toute personne invitée
console_sign_up_domain = Toute personne ayant une adresse de { $domains }
console_sign_up_open = Toute personne ayant une adresse e-mail
console_takes_new_users = Accepte de nouveaux utilisateurs
console_app_sign_in = Modifier la connexion
console_app_sign_in_effect = Vaut dès la prochaine connexion. Les sessions continuent ; à qui il manque un second facteur, il est demandé à la prochaine demande de l’application.
console_method_unknown = { $name } n’est pas un moyen de connexion : vérifiez l’orthographe, ou déclarez d’abord le fournisseur d’identité.

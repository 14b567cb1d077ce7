# Adding an app to the console by a preset, and waiting for its first sign-in.

console_choose_lead = Les paramètres de ces applications et bibliothèques sont connus : choisissez-en une, saisissez son adresse et voyez ce qu’il faut écrire dans sa configuration.
console_choose_other = Une autre application
console_choose_other_hint = Une application web, monopage ou native, ou un service, dont vous saisissez vous-même les paramètres.
console_choose_other_link = Ajouter une autre application
console_family_libraries = Bibliothèques et frameworks
console_family_monitoring = Supervision et tableaux de bord
console_family_git = Forges Git et builds
console_family_wikis = Wikis et notes
console_family_storage = Stockage et médias
console_family_chat = Messagerie
console_family_platform = Kubernetes, Vault et plateformes
console_family_proxies = Proxys
console_preset_effect = Ajoute l’application avec les paramètres dont elle a besoin. La page suivante montre, cette seule fois, ce qu’il faut écrire dans l’application, avec son secret.
console_preset_url = Adresse de l’application
console_preset_url_hint = Telle qu’on l’ouvre, par exemple https://app.example.com ou http://localhost:3000.
console_preset_url_wrong = Saisissez une adresse web sans paramètres, par exemple https://app.example.com
console_preset_value = Nom dans les paramètres de l’application
console_preset_value_wrong = Utilisez des lettres, des chiffres, des traits d’union, des points et des tirets bas.
console_preset_client_id_hint = Il ne change jamais. Choisissez-en un autre pour une deuxième application du même type.
# $app is the name of the app that was added.
console_written_title = Configurer { $app }
console_written_lead = Écrivez ceci maintenant dans la configuration de l’application : le secret n’est affiché que cette fois. S’il est perdu, créez-en un nouveau.
console_written_lead_public = Écrivez ceci dans la configuration de l’application. Elle n’a pas de secret.
console_written_documentation = Documentation de l’application
console_written_values = Afficher les valeurs une par une
console_written_done = Je l’ai copié
console_copy = Copier
console_copied = Copié
console_wait_waiting = En attente de la première connexion…
console_wait_hint = Ouvrez l’application et connectez-vous. Cette page l’affiche en quelques secondes.
# $app is the name of the app that was added.
console_wait_came = Quelqu’un s’est connecté à { $app }. Tout fonctionne.
console_wait_check = Vérifier maintenant
console_first_sign_in = Première connexion
console_first_sign_in_none = Aucune pour l’instant
console_apps_empty = Aucune application pour l’instant. Ajoutez la première.

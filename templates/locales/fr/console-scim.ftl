# Apps that users are pushed to by SCIM, in the console.

console_scim = Comptes dans les applications (SCIM)
console_scim_lead = Applications qui reçoivent un compte pour chaque personne autorisée et sont informées aussitôt quand quelqu’un ne l’est plus.
console_scim_none = Aucune application ne reçoit de comptes. Ajoutez-en une avec la commande suivante, un fichier ou l’API.
console_scim_compared = Dernière comparaison
console_scim_users_in = Uniquement les membres de
console_scim_pushed_groups = Groupes envoyés
console_scim_accounts = Comptes
console_scim_to_come = Restant à traiter
console_scim_problems = À corriger
console_scim_problems_none = Tout est conforme dans l’application.
console_scim_paused = En pause, car l’application n’a rien accepté pendant un jour
console_scim_created = Créés
console_scim_updated = Modifiés
console_scim_deactivated = Désactivés
console_scim_deleted = Supprimés
console_scim_unchanged = Inchangés
console_scim_conflict = Conflit
console_scim_failed = Échec
console_scim_compare = Tout comparer
console_scim_compare_effect = Chaque utilisateur et chaque groupe est comparé avec ce que l’application possède, et les différences sont corrigées.
console_scim_pause = Mettre en pause
console_scim_pause_effect = Rien n’est envoyé à l’application jusqu’à la reprise. Les comptes y restent tels quels.
console_scim_resume = Reprendre
console_scim_resume_effect = Tout le monde est vérifié, et ce qui a changé entre-temps est envoyé à l’application.

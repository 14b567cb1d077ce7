# Les fournisseurs d’identité dans la console.

console_nav_providers = Fournisseurs d’identité
console_providers_hint = Voir par quels autres systèmes les utilisateurs se connectent, et si cela fonctionne.
console_providers_none = Aucun fournisseur d’identité pour l’instant. Déclarez-en un dans un fichier et lisez-le avec { $command }.
console_check = Contrôle
console_more_than = Plus de { $count }
console_provider_kind = Type
console_provider_links = Association seulement
console_provider_newcomers = Les nouveaux venus
console_provider_sign_up = Reçoivent un compte
console_provider_known = Sont refusés
console_provider_linked = Identités associées
console_provider_redirect = URI de redirection à enregistrer chez lui
console_provider_file = Les fournisseurs sont déclarés dans un fichier, sous { $table }. Modifiez-le et lisez-le avec { $command }.
console_provider_test = Tester le fournisseur
console_provider_test_effect = Demande au fournisseur ses paramètres et ses clés, et essaie l’URI de redirection et le secret du client. Personne n’est connecté.
console_provider_works = Tout ce qui peut être contrôlé d’ici fonctionne.
console_provider_fails = Quelque chose ne va pas. Chaque ligne ci-dessous dit quoi changer.
console_provider_disable = Désactiver le fournisseur
console_provider_disable_effect = Plus personne ne peut se connecter par lui. Les sessions commencées par lui restent. Quand le fichier qui le déclare est de nouveau appliqué, c’est le fichier qui décide.
console_provider_enable = Activer le fournisseur
console_provider_enable_effect = On peut de nouveau se connecter par lui. Quand le fichier qui le déclare est de nouveau appliqué, c’est le fichier qui décide.

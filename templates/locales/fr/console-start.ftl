# The first steps of a new server: its owner, its name, its mails, and the first app.

console_start = Premiers pas
console_start_hint = Nommez ce serveur, vérifiez qu’il peut envoyer des e-mails et ajoutez la première application.
console_start_lead = Trois étapes, dans l’ordre de votre choix. La vue d’ensemble mène à cette page jusqu’à ce que vous ajoutiez une application ou la masquiez.
console_start_open = Afficher les premiers pas
console_start_name = Nom
console_start_name_now = Les pages et les e-mails appellent ce serveur :
console_name_default = C’est la valeur par défaut.
# $variable is the name of an environment variable.
console_name_from_variable = Il vient de la variable d’environnement { $variable }.
console_name_from_file = Il vient du paramètre name du fichier de paramètres.
console_name_from_console = Il a été défini dans la console et prime sur le paramètre name.
console_source_console = Console
console_rename = Changer le nom du serveur
console_rename_effect = Toutes les pages et tous les e-mails affichent aussitôt le nouveau nom, y compris sur les autres serveurs de cette installation.
console_rename_hint = Par exemple le nom de votre entreprise. Laissez vide pour utiliser le nom des paramètres.
console_start_mail = E-mail
console_start_mail_server = Un serveur de messagerie est configuré. Envoyez un e-mail de test pour voir s’il fonctionne.
console_start_mail_here = Aucun serveur de messagerie n’est configuré. Les e-mails restent sur cette machine ; lisez-les à l’adresse
console_start_mail_none = Aucun serveur de messagerie n’est configuré : les liens de nouveau mot de passe, les codes et les invitations ne peuvent pas être envoyés.
console_start_mail_paste = Écrivez ceci dans le fichier de paramètres avec les valeurs de votre serveur de messagerie, puis redémarrez ce serveur. Les variables DOORWARD_MAIL__URL et DOORWARD_MAIL__FROM font de même.
console_start_app = Première application
console_start_app_none = Ajoutez une application, copiez ce dont elle a besoin dans sa configuration et connectez-vous-y.
console_hide_guide = Masquer les premiers pas
console_hide_guide_effect = La vue d’ensemble n’y mène plus, pour aucun administrateur. Tout reste possible dans les pages de la console.
# $user is the email address or the username of whoever is signed in.
setup_become = Personne n’administre encore ce serveur. Vous êtes connecté en tant que { $user } : devenez-en propriétaire, et vous pourrez ajouter des utilisateurs et des applications, et nommer d’autres administrateurs.
setup_become_submit = Devenir propriétaire
setup_or_new = ou avec un nouveau compte
setup_have_account = J’ai un compte : me connecter

# L’e-mail dans la console.

console_nav_mail = E-mail
console_mail_hint = Voir où vont les e-mails, lesquels attendent et ce qu’ils disent.
console_mail_server = Serveur de messagerie
console_mail_encrypted = Chiffré
console_mail_from = Expéditeur
console_mail_servers = Serveurs des applications
console_mail_servers_hint = Une application dont le paramètre { $setting } désigne l’un d’eux envoie ses propres e-mails par celui-ci. S’il est indisponible, les autres e-mails partent quand même.
console_mail_mailbox = Il n’y a pas de serveur de messagerie. Les e-mails restent dans la boîte de ce serveur, où vous pouvez les lire.
console_mail_open_mailbox = Ouvrir la boîte
console_mail_nowhere = Aucun e-mail n’est envoyé. Définissez { $url } et { $from } dans le fichier de paramètres pour proposer liens de mot de passe, invitations et avis.
console_mail_waiting = E-mails en attente
console_mail_waiting_none = Rien n’attend. Les e-mails partent en quelques secondes.
console_mail_given_up = Non remis récemment
console_mail_name = E-mail
console_mail_to = À
console_mail_texts = Textes
console_mail_subject = Objet
console_mail_text = Texte brut
console_mail_html = Afficher en HTML
console_mail_made_up = Les valeurs sont inventées et les liens ne mènent nulle part.
console_mail_languages = Dans d’autres langues
console_mail_test = Envoyer un e-mail de test
console_mail_test_effect = Envoie maintenant un e-mail à votre propre adresse et montre ce que le serveur répond.
console_mail_no_address = Votre compte n’a pas d’adresse e-mail. Ajoutez-en d’abord une.
console_mail_sent = Le serveur de messagerie a accepté un e-mail pour { $address }. Regardez dans la boîte de réception et parmi les indésirables.
console_mail_not_sent = Le serveur de messagerie n’a pas accepté l’e-mail. Sa réponse est ci-dessous.

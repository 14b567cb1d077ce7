sign_up_page = Créer un compte · { $organization }
sign_up_title = Créez votre compte
sign_up_link = Créer un compte
sign_up_have_account = J’ai déjà un compte
sign_up_email = E-mail
sign_up_submit = Continuer
sign_up_leave_empty = Laissez ce champ vide
sign_up_no_address = Saisissez une adresse e-mail, par exemple ada@example.com.
sign_up_unmailable_address = Aucun e-mail ne peut être envoyé à cette adresse. Avant le @, elle peut contenir des lettres de a à z, des chiffres, des points isolés et des signes tels que + et -.
sign_up_other_domain = Les comptes sont réservés aux adresses e-mail de certains domaines. Utilisez l’adresse de votre organisation.
sign_up_disposable = Utilisez une adresse e-mail que vous conserverez. Nous n’acceptons pas les adresses temporaires.

sign_up_code_page = Consultez vos e-mails · { $organization }
sign_up_code_title = Consultez vos e-mails
sign_up_code_sent = Nous avons envoyé un e-mail à { $email }. Saisissez le code à six chiffres qu’il contient, ou ouvrez son lien sur n’importe quel appareil.
sign_up_code = Code
sign_up_code_submit = Continuer
sign_up_code_wrong = { $left ->
    [one] Ce code est incorrect. Il vous reste { $left } essai.
   *[other] Ce code est incorrect. Il vous reste { $left } essais.
}
sign_up_code_again = Renvoyer
sign_up_code_again_hint = Pas d’e-mail ? Regardez d’abord dans le dossier des indésirables.
sign_up_code_sent_again = Nous avons envoyé un autre e-mail. Le code du premier ne fonctionne plus.
sign_up_code_too_soon = Patientez une minute avant de demander un autre e-mail.
sign_up_other_address = Utiliser une autre adresse e-mail

sign_up_confirm_page = Confirmer votre adresse e-mail · { $organization }
sign_up_confirm_title = Est-ce bien vous ?
sign_up_confirm = Quelqu’un crée un compte avec { $email }, dans { $device }, depuis { $address }, le { $when }.
sign_up_confirm_warning = Ne confirmez que si c’est vous : la personne à l’origine de la demande continuera avec le compte.
sign_up_confirm_submit = Oui, confirmer mon adresse e-mail
sign_up_confirmed_page = Adresse e-mail confirmée · { $organization }
sign_up_confirmed_title = Adresse e-mail confirmée
sign_up_confirmed = Revenez au navigateur où vous avez commencé. La suite s’y affiche d’elle-même.

sign_up_complete_page = Terminer votre compte · { $organization }
sign_up_complete_title = C’est presque fini
sign_up_complete = { $email } est confirmée.
sign_up_name = Nom complet
sign_up_no_name = Saisissez votre nom.
sign_up_terms = J’accepte les conditions d’utilisation
sign_up_terms_read = Lire les conditions d’utilisation
sign_up_terms_missing = Acceptez les conditions d’utilisation pour créer le compte.
sign_up_complete_submit = Créer le compte
sign_up_use_password = Choisir plutôt un mot de passe
sign_up_taken_title = Vous avez déjà un compte
sign_up_taken = Un compte existe désormais avec cette adresse e-mail.
sign_up_taken_remedy = Connectez-vous avec ce compte. Si vous ne connaissez pas le mot de passe, choisissez-en un nouveau sur cette page.
sign_up_off_title = Pas de nouveaux comptes ici
sign_up_off = Il n’est pas possible de créer un compte ici pour le moment.
sign_up_off_remedy = Demandez une invitation ou un compte à l’administrateur.

forgot_password_link = Mot de passe oublié ?
forgot_password_page = Choisir un nouveau mot de passe · { $organization }
forgot_password_title = Choisir un nouveau mot de passe
forgot_password = Saisissez votre e-mail ou votre nom d’utilisateur. Nous vous enverrons un lien.
forgot_password_submit = Envoyer le lien
forgot_password_sent_title = Consultez vos e-mails
forgot_password_sent = S’il existe un compte pour { $name }, un e-mail contenant un lien est en route. Le lien fonctionne une seule fois, pendant une heure.
forgot_password_sent_hint = Pas d’e-mail après quelques minutes ? Regardez dans le dossier des indésirables, ou vérifiez que c’est bien ce que vous utilisez pour vous connecter.
forgot_password_back = Retour à la connexion
reset_password_title = Choisir un nouveau mot de passe
reset_password = Pour { $name }. Vous serez déconnecté partout.
reset_password_submit = Enregistrer le mot de passe
reset_password_done_page = Mot de passe modifié · { $organization }
reset_password_done_title = Votre mot de passe est modifié
reset_password_done = Tous les appareils ont été déconnectés. Connectez-vous avec votre nouveau mot de passe.
reset_password_sign_in = Se connecter
reset_off_title = Pas d’e-mails envoyés d’ici
reset_off = Il n’est pas possible d’obtenir un nouveau mot de passe par e-mail pour le moment.
reset_off_remedy = Demandez un nouveau mot de passe à l’administrateur.

token_unknown_title = Ce lien ne fonctionne pas
token_unknown = Le lien est incomplet, ou il a été ouvert dans un autre navigateur que celui auquel il est destiné.
token_used_title = Ce lien a déjà été utilisé
token_used = Chaque lien et chaque code ne fonctionne qu’une fois, et celui-ci a déjà été utilisé.
token_replaced_title = Il existe un lien plus récent
token_replaced = Nous avons envoyé un autre e-mail après celui-ci, ou le lien a été retiré.
token_outdated_title = Ce lien ne fonctionne plus
token_outdated = Le compte a été modifié après l’envoi de l’e-mail.
token_expired_title = Ce lien a expiré
token_expired = Sa durée de validité est écoulée.
token_too_many_tries_title = Trop de codes
token_too_many_tries = Ce code a été essayé trop souvent et ne fonctionne plus.
token_remedy = Recommencez, et nous vous en enverrons un nouveau.
token_start_again = Recommencer

invitation_page = Invitation · { $organization }
invitation_title = Vous êtes invité à rejoindre { $organization }
invitation = Cette invitation a été envoyée à { $email }.
invitation_by = { $inviter } a envoyé cette invitation à { $email }.
invitation_apps = Elle concerne { $apps }.
invitation_accept_as = Accepter en tant que { $user }
invitation_sign_in = Se connecter pour accepter
mail_proof_needed = Votre navigateur doit d’abord effectuer un court calcul, car de nombreux e-mails ont été demandés. Réessayez.
mail_proof_needs_script = De nombreux e-mails ont été demandés, votre navigateur doit donc effectuer un court calcul. Activez JavaScript ou réessayez dans une heure.

setup_page = Configurer { $organization }
setup_title = Configurer { $organization }
setup_text = Personne n’administre encore ce serveur. Créez votre compte et vous en serez propriétaire : vous pourrez ajouter des utilisateurs et des applications, et nommer d’autres administrateurs.
setup_taken = { $email } a déjà un compte. Connectez-vous-y avec le bouton ci-dessous ; vous reviendrez sur cette page et pourrez devenir propriétaire.

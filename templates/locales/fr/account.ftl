account_page = Votre compte · { $organization }
account_switch = Changer de compte
account_add = Ajouter un compte
account_sign_out = Se déconnecter
account_email = E-mail
account_username = Nom d’utilisateur

account_methods_title = Vos méthodes de connexion
account_password = Mot de passe
account_password_detail = Défini pour ce compte
account_connected_since = Associé le { $when }
account_disconnect = Dissocier { $provider }
account_connect = Associer { $provider }

account_devices_title = Appareils
account_this_device = ce navigateur
account_session_since = Connexion le { $when }
account_session_seen = Dernière utilisation le { $when }
account_session_apps = Applications ouvertes : { $apps }
account_session_end = Déconnecter
account_sessions_end_others = Déconnecter tous les autres appareils

device_browser_on_system = { $browser } sous { $system }
device_unknown = Navigateur inconnu

place_with_address = { $place } ({ $address })

receipts_title = Déconnexions des dernières 24 heures
receipt_delivered = Vous a déconnecté le { $when }
receipt_waiting = Déconnexion en cours
receipt_retrying = Pas encore joignable ; dernier essai le { $when }
receipt_given_up = { $count ->
    [one] Injoignable, { $count } essai
   *[other] Injoignable, { $count } essais
}
receipt_send_again = Renvoyer

account_apps_title = Vos applications
account_apps_none = Vous n’avez encore utilisé aucune application. Celles auxquelles vous vous connectez apparaîtront ici.
account_app_allowed = Peut utiliser { $scope }
account_app_allowed_since = Accès autorisé le { $when }
account_app_trusted = Fournie par votre organisation
account_app_open = Ouvrir { $app }
account_app_remove = Retirer l’accès
account_app_sign_out = Se déconnecter de { $app }
account_navigation = Votre compte
account_nav_overview = Vue d’ensemble
account_nav_profile = Profil
account_nav_security = Sécurité
account_nav_activity = Activité
account_nav_data = Vos données

profile_page = Profil · { $organization }
profile_save = Enregistrer
profile_saved = Votre profil est enregistré.
profile_address_saved = Votre adresse e-mail est modifiée. Les autres appareils ont été déconnectés.
profile_given_name = Prénom
profile_family_name = Nom
profile_nickname = Surnom
profile_website = Site web
profile_language = Langue
profile_language_of_browser = Celle de mon navigateur
profile_time_zone = Fuseau horaire
profile_picture = Photo
profile_picture_yours = Votre photo
profile_picture_choose = Choisir un fichier
profile_picture_hint = PNG, JPEG, WebP ou GIF, 5 Mo au maximum. Les applications auxquelles vous vous connectez peuvent l’afficher.
profile_picture_save = Enregistrer la photo
profile_picture_remove = Supprimer la photo
profile_picture_saved = Votre photo est enregistrée.
profile_picture_removed = Votre photo est supprimée.
profile_picture_none = Choisissez d’abord un fichier.
profile_picture_too_large = Le fichier dépasse 5 Mo. Choisissez-en un plus petit.
profile_picture_no_picture = Ce n’est ni un PNG, ni un JPEG, ni un WebP, ni un GIF. Choisissez un autre fichier.
profile_picture_damaged = L’image est endommagée. Enregistrez-la de nouveau avec un logiciel d’image, puis choisissez-la encore une fois.
profile_picture_too_many_pixels = L’image est trop grande. Réduisez-la à moins de 10 000 pixels de chaque côté.
profile_picture_more_than_a_picture = Le fichier contient autre chose que l’image. Enregistrez-la de nouveau en JPEG ou PNG, puis choisissez ce fichier.
profile_username_hint = Il vous permet de vous connecter. Sans espaces et sans @.
profile_username_wrong = Un nom d’utilisateur compte jusqu’à 64 caractères, sans espaces et sans @.
profile_username_taken = Ce nom d’utilisateur est déjà pris. Choisissez-en un autre.
profile_username_reserved = Ce nom d’utilisateur est réservé ou ressemble à un nom réservé. Choisissez-en un autre.
profile_username_disguised = Ce nom d’utilisateur mélange des lettres de plusieurs alphabets ou ressemble à un nom en lettres latines. Choisissez-en un autre.
profile_value_wrong = Un champ est trop long ou contient des caractères qui ne peuvent pas être affichés. Chacun peut contenir 200 caractères.
profile_website_wrong = Saisissez une adresse web commençant par https://, ou laissez le champ vide.
profile_time_zone_wrong = Saisissez un fuseau horaire comme Europe/Berlin, ou laissez le champ vide.
profile_conflict = Le compte a été modifié en même temps. Relisez la page, puis enregistrez.
profile_address_verified = confirmée
profile_new_address = Nouvelle adresse e-mail
profile_address_hint = Nous y enverrons un code. Votre ancienne adresse est prévenue et peut annuler la modification pendant sept jours.
profile_address_change = Modifier l’adresse e-mail
profile_address_wrong = Saisissez une adresse e-mail différente de l’actuelle, par exemple ada@example.com.
profile_address_no_mail = Votre adresse e-mail ne peut pas être modifiée ici pour le moment. Adressez-vous à l’administrateur.
profile_address_of_provider = Les adresses e-mail de ce domaine relèvent de { $provider }. Associez d’abord votre compte { $provider } ou saisissez une autre adresse.

address_confirm_title = Confirmez votre nouvelle adresse e-mail
address_confirm = { $email } devient l’adresse de votre compte. Les autres appareils sont déconnectés. Ne confirmez que si vous êtes à l’origine de cette demande : la personne qui l’a faite garde le compte.
address_confirm_submit = Confirmer
address_confirmed_title = Votre adresse e-mail est modifiée
address_confirmed = Vous vous connectez désormais avec la nouvelle adresse. Les autres appareils ont été déconnectés.
address_undo_title = Annuler la modification ?
address_undo = { $email } redevient l’adresse de votre compte, et tous les appareils sont déconnectés partout.
address_undo_submit = Annuler la modification
address_undone_title = La modification est annulée
address_undone = Votre compte a retrouvé son ancienne adresse, et tous les appareils ont été déconnectés. Choisissez maintenant un nouveau mot de passe que personne d’autre ne connaît.

password_change_title = Mot de passe
password_present = Mot de passe actuel
password_new = Nouveau mot de passe
password_change_submit = Modifier le mot de passe
password_changed = Votre mot de passe est modifié. Les autres appareils ont été déconnectés.
password_none = Votre compte n’a pas de mot de passe. Vous vous connectez autrement.
password_wrong = Ce n’est pas votre mot de passe actuel. Vérifiez-le et réessayez.

activity_page = Activité · { $organization }
activity_title = Activité récente
activity_hint = Quelque chose ne vient pas de vous ? Changez votre mot de passe et vérifiez vos moyens de connexion :
activity_none = Il ne s’est encore rien passé.
activity_older = Activité plus ancienne
activity_by_administrator = par un administrateur
activity_signed_in = Connexion
activity_sign_in_failed = Échec de connexion
activity_stepped_up = Identité confirmée
activity_session_ended = Déconnexion
activity_password_changed = Mot de passe changé
activity_password_reset_requested = Nouveau mot de passe demandé
activity_method_added = Moyen de connexion ajouté
activity_method_removed = Moyen de connexion supprimé
activity_second_factor_failed = Échec de la deuxième étape
activity_recovery = Récupération du compte
activity_address_changed = Adresse e-mail changée
activity_profile_changed = Profil modifié
activity_account_made = Compte créé
activity_account_locked = Compte bloqué ou débloqué
activity_disowned = Signalé comme ne venant pas de vous
activity_app_allowed = Application autorisée
activity_app_removed = Application retirée

data_page = Vos données · { $organization }
data_download_hint = Tout ce qui est enregistré à votre sujet, dans un fichier : profil, moyens de connexion, appareils, applications et activité récente. Il ne contient ni mots de passe ni clés.
data_download = Télécharger mes données
data_delete_title = Supprimer votre compte
data_delete_effect = { $days ->
    [0] Vous êtes immédiatement déconnecté partout, et votre compte avec tout son contenu est supprimé définitivement.
   *[other] Vous êtes immédiatement déconnecté partout. Après { $days } jours, votre compte avec tout son contenu est supprimé définitivement ; d’ici là, vous pouvez vous connecter et le conserver.
}
data_delete = Supprimer mon compte
data_deletion_waits_title = Votre compte va être supprimé
data_deletion_waits = Il sera supprimé le { $time }. Pour le conserver, connectez-vous avant cette date ou utilisez le lien de l’e-mail que nous vous avons envoyé.
data_deletion_on = Votre compte avec tout son contenu sera supprimé le
data_deletion_until = Votre compte avec tout son contenu sera supprimé le { $time }.
data_keep = Conserver mon compte
data_keep_title = Conserver votre compte ?
data_keep_sign_in = Se connecter
data_kept_title = Votre compte est conservé
data_kept = Rien ne sera supprimé. Connectez-vous pour continuer.
attribute_problems = Certains champs demandent une autre valeur.
attribute_missing = Remplissez ce champ.
attribute_length = Utilisez de { $min } à { $max } caractères.
attribute_min = Saisissez { $min } ou plus.
attribute_max = Saisissez { $max } ou moins.
attribute_number = Saisissez un nombre.
attribute_date = Saisissez une date, par exemple 1990-05-31.
attribute_email = Saisissez une adresse e-mail.
attribute_phone = Saisissez un numéro de téléphone avec l’indicatif du pays, par exemple +33 1 23 45 67 89.
attribute_choice = Choisissez l’une des options.
attribute_form = Cette valeur n’a pas la forme attendue ici.

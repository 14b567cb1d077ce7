second_factor_page = Validation en deux étapes · { $organization }
second_factor_title = Validation en deux étapes
second_factor_intro = Saisissez le code à 6 chiffres de votre application d’authentification pour { $user }.
second_factor_recovery_intro = Saisissez l’un des codes de récupération que vous avez enregistrés pour { $user }. Chacun fonctionne une seule fois.
second_factor_account = Compte : { $user }
second_factor_code = Code
second_factor_recovery_code = Code de récupération
second_factor_trust =
    { $days ->
        [one] Ne plus demander dans ce navigateur pendant { $days } jour
       *[other] Ne plus demander dans ce navigateur pendant { $days } jours
    }
second_factor_submit = Continuer
second_factor_use = Utiliser la deuxième étape
second_factor_use_recovery = Utiliser un code de récupération
second_factor_use_app = Utiliser une autre deuxième étape
second_factor_other_way = Se connecter autrement
second_factor_missing = Saisissez le code.
second_factor_wrong = Ce code est incorrect. Attendez-en un nouveau dans votre application, puis réessayez.
second_factor_wrong_recovery_code = Ce code de récupération est incorrect ou a déjà été utilisé. Essayez-en un autre.
second_factor_over = La connexion a pris trop de temps, ou votre compte a été modifié. Reconnectez-vous.

set_up_page = Configurer la validation en deux étapes · { $organization }
set_up_title = Configurer la validation en deux étapes
set_up_needed = { $organization } exige une deuxième étape lors de la connexion. Configurez une application d’authentification sur votre téléphone, par exemple Google Authenticator, Microsoft Authenticator ou Aegis.
set_up_for_app = { $app } exige une deuxième étape lors de la connexion. Configurez une application d’authentification sur votre téléphone, par exemple Google Authenticator, Microsoft Authenticator ou Aegis.
set_up_scan = Scannez ce code avec votre application d’authentification.
set_up_qr_label = Code QR contenant la clé pour votre application d’authentification
set_up_open_app = Ouvrir l’application d’authentification sur cet appareil
set_up_type_key = Impossible de scanner ? Saisissez plutôt cette clé
set_up_code = Saisissez le code à 6 chiffres affiché par l’application
set_up_submit = Activer
set_up_later = Pas maintenant
set_up_cancel = Annuler
set_up_wrong_code = Ce code est incorrect. Vérifiez que l’heure de votre téléphone est réglée automatiquement, puis saisissez le code que l’application affiche maintenant.
set_up_too_late = Cela a pris trop de temps. Scannez le nouveau code.

recovery_codes_page = Codes de récupération · { $organization }
recovery_codes_title = Enregistrez vos codes de récupération
recovery_codes_intro = Si vous perdez votre téléphone, chacun de ces codes vous permet de vous connecter une fois. Imprimez-les ou conservez-les dans votre gestionnaire de mots de passe.
recovery_codes_once = Nous ne pourrons plus afficher ces codes.
recovery_codes_print = Imprimer les codes
recovery_codes_continue = Continuer
recovery_codes_kept_title = La validation en deux étapes est activée
recovery_codes_kept = Vos codes de récupération restent valables.

security_page = Sécurité · { $organization }
security_title = Sécurité
security_factors_title = Validation en deux étapes
security_factors_intro = Lorsque vous vous connectez avec votre mot de passe, { $user }, une deuxième étape bloque toute personne qui le connaît.
security_on = Activée
security_app = Application d’authentification
security_app_on = Nous demandons son code lors de la connexion.
security_app_off = Obtenez des codes dans une application sur votre téléphone.
security_app_set_up = Configurer
security_app_remove = Supprimer
security_recovery = Codes de récupération
security_recovery_left =
    { $left ->
        [0] Il ne reste aucun de vos { $codes } codes. Créez-en de nouveaux.
       *[other] Codes restants : { $left } sur { $codes }.
    }
security_recovery_renew = Créer de nouveaux codes
security_trusted_title = Navigateurs de confiance
security_trusted_intro = Nous ne demandons pas la deuxième étape dans ces navigateurs.
security_trusted_since = De confiance depuis le { $when }
security_trusted_until = Jusqu’au { $when }
security_trusted_remove = Supprimer
second_factor_key_intro = Utilisez votre clé d’accès ou votre clé de sécurité pour continuer en tant que { $user }.
second_factor_use_key = Utiliser une clé d’accès ou de sécurité
second_factor_wrong_key = Cette clé d’accès ou de sécurité n’a pas été acceptée. Réessayez.

passkey_sign_in = Se connecter avec une clé d’accès
passkey_not_used = Votre clé d’accès n’a pas été utilisée. Réessayez, ou connectez-vous autrement.
passkey_wrong = Nous n’avons pas pu vous connecter avec cette clé d’accès. Réessayez, ou connectez-vous autrement.
passkey_page = Créer une clé d’accès · { $organization }
passkey_title = Créer une clé d’accès
passkey_intro = Connectez-vous avec votre empreinte, votre visage ou le verrouillage de l’écran au lieu d’un mot de passe. Personne ne peut voler ni deviner une clé d’accès.
passkey_create = Créer une clé d’accès
passkey_not_made = Aucune clé d’accès n’a été créée. Réessayez.
passkey_name_title = Cette clé d’accès ne peut pas porter ce nom
passkey_name = Un nom compte jusqu’à 60 caractères, tous visibles.
passkey_name_remedy = Revenez en arrière et choisissez un autre nom.
passkey_needs_script = Les clés d’accès nécessitent JavaScript. Activez-le, ou utilisez une application d’authentification.
security_key_page = Ajouter une clé de sécurité · { $organization }
security_key_title = Ajouter une clé de sécurité
security_key_intro = Branchez votre clé de sécurité, ou approchez-la de votre téléphone. Nous la demandons après votre mot de passe.
security_key_create = Ajouter la clé de sécurité
security_key_new = Ajouter une clé de sécurité
security_key_tag = Deuxième étape uniquement
security_passkeys_title = Clés d’accès
security_passkeys_intro = Connectez-vous avec votre empreinte, votre visage ou le verrouillage de l’écran.
security_passkey_new = Créer une clé d’accès
security_passkey_unnamed = Clé d’accès
security_passkey_synced = Synchronisée entre vos appareils
security_passkey_on_one_device = Sur un seul appareil
security_passkey_since = Créée le { $when }
security_passkey_used = Dernière utilisation le { $when }
security_passkey_rename = Renommer
security_passkey_label = Nom
security_passkey_save = Enregistrer
security_passkey_remove = Supprimer
security_passkey_remove_named = Supprimer { $name }
passkey_offer_page = Connectez-vous plus vite la prochaine fois · { $organization }
passkey_offer_title = Connectez-vous plus vite la prochaine fois
security_password = Mot de passe
security_password_on = Vous pouvez vous connecter avec un mot de passe.
security_password_off = Vous n’avez pas de mot de passe.
security_password_change = Modifier le mot de passe
security_password_set = Définir un mot de passe

second_factor_lost = Je ne peux utiliser aucune de ces options
recovery_page = Retrouver l’accès à votre compte · { $organization }
recovery_title = Retrouver l’accès à votre compte
recovery_intro = Si vous avez perdu votre deuxième étape et vos codes de récupération, vous pouvez demander à vous connecter sans eux. Nous vous prévenons maintenant par e-mail. Le { $when }, nous vous enverrons un lien qui désactive la validation en deux étapes.
recovery_security = Toute personne connectée à votre compte peut refuser la demande, et une connexion avec votre deuxième étape l’annule.
recovery_submit = Demander l’accès
recovery_back = Retour
recovery_waiting_title = Votre demande est en attente
recovery_waiting = Le { $when }, nous vous enverrons un e-mail avec un lien.
recovery_not_possible = Ce n’est pas possible ici. Demandez un code à usage unique à votre administrateur.
recovery_too_many = Vous avez fait trop de demandes. Demandez un code à usage unique à votre administrateur.
recovery_confirm_title = Désactiver la validation en deux étapes
recovery_confirm = Cela supprime l’application d’authentification, les clés d’accès, les clés de sécurité et les codes de récupération de { $user }, et vous déconnecte partout.
recovery_confirm_submit = Désactiver
recovery_done_title = La validation en deux étapes est désactivée
recovery_done = Connectez-vous, puis configurez de nouveau la validation en deux étapes.
recovery_refuse_title = Refuser la demande
recovery_refuse = Quelqu’un qui connaît le mot de passe de { $user } a demandé à se connecter sans la deuxième étape. Refusez si ce n’était pas vous.
recovery_refuse_submit = Refuser la demande
recovery_refused_title = La demande a été refusée
recovery_refused = Personne ne peut se connecter sans votre deuxième étape. L’auteur de la demande connaît votre mot de passe : changez-le maintenant.
account_recovery_title = Quelqu’un a demandé à se connecter sans votre deuxième étape
account_recovery = La demande vient de { $device } et prend effet le { $when }. Si ce n’était pas vous, refusez-la et changez votre mot de passe.

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

account_page = Ihr Konto · { $organization }
account_switch = Konto wechseln
account_add = Konto hinzufügen
account_sign_out = Abmelden
account_email = E-Mail
account_username = Benutzername

account_methods_title = So melden Sie sich an
account_password = Passwort
account_password_detail = Für dieses Konto festgelegt
account_connected_since = Verknüpft am { $when }
account_disconnect = { $provider } trennen
account_connect = { $provider } verknüpfen

account_devices_title = Geräte
account_this_device = dieser Browser
account_session_since = Angemeldet am { $when }
account_session_seen = Zuletzt verwendet am { $when }
account_session_apps = Geöffnet: { $apps }
account_session_end = Abmelden
account_sessions_end_others = Auf allen anderen Geräten abmelden

device_browser_on_system = { $browser } unter { $system }
device_unknown = Unbekannter Browser

place_with_address = { $place } ({ $address })

receipts_title = Abmeldungen am letzten Tag
receipt_delivered = Abgemeldet am { $when }
receipt_waiting = Sie werden gerade abgemeldet
receipt_retrying = Noch nicht erreichbar; letzter Versuch am { $when }
receipt_given_up = { $count ->
    [one] Nicht erreichbar, einmal versucht
   *[other] Nicht erreichbar, { $count }-mal versucht
}
receipt_send_again = Erneut senden

account_apps_title = Ihre Apps
account_apps_none = Sie haben noch keine App verwendet. Apps, bei denen Sie sich anmelden, erscheinen hier.
account_app_allowed = Darf { $scope } verwenden
account_app_allowed_since = Erlaubt am { $when }
account_app_trusted = Von Ihrer Organisation bereitgestellt
account_app_open = { $app } öffnen
account_app_remove = Zugriff entfernen
account_app_sign_out = Von { $app } abmelden

account_page = Je account · { $organization }
account_switch = Wisselen van account
account_add = Account toevoegen
account_sign_out = Uitloggen
account_email = E-mail
account_username = Gebruikersnaam

account_methods_title = Zo log je in
account_password = Wachtwoord
account_password_detail = Ingesteld voor dit account
account_connected_since = Gekoppeld op { $when }
account_disconnect = { $provider } ontkoppelen
account_connect = { $provider } koppelen

account_devices_title = Apparaten
account_this_device = deze browser
account_session_since = Ingelogd op { $when }
account_session_seen = Laatst gebruikt op { $when }
account_session_apps = Geopend: { $apps }
account_session_end = Uitloggen
account_sessions_end_others = Uitloggen op alle andere apparaten

device_browser_on_system = { $browser } op { $system }
device_unknown = Onbekende browser

place_with_address = { $place } ({ $address })

receipts_title = Uitgelogd in de afgelopen 24 uur
receipt_delivered = Je bent uitgelogd op { $when }
receipt_waiting = Je wordt nu uitgelogd
receipt_retrying = Nog niet bereikbaar; laatst geprobeerd op { $when }
receipt_given_up = { $count ->
    [one] Niet bereikbaar, één keer geprobeerd
   *[other] Niet bereikbaar, { $count } keer geprobeerd
}
receipt_send_again = Opnieuw versturen

account_apps_title = Je apps
account_apps_none = Je hebt nog geen app gebruikt. De apps waarbij je inlogt, verschijnen hier.
account_app_allowed = Mag { $scope } gebruiken
account_app_allowed_since = Toegestaan op { $when }
account_app_trusted = Aangeboden door je organisatie
account_app_open = { $app } openen
account_app_remove = Toegang intrekken
account_app_sign_out = Uitloggen bij { $app }

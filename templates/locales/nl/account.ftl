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
account_navigation = Je account
account_nav_overview = Overzicht
account_nav_profile = Profiel
account_nav_security = Beveiliging

profile_page = Profiel · { $organization }
profile_save = Opslaan
profile_saved = Je profiel is opgeslagen.
profile_address_saved = Je e-mailadres is gewijzigd. Andere apparaten zijn uitgelogd.
profile_given_name = Voornaam
profile_family_name = Achternaam
profile_nickname = Bijnaam
profile_website = Website
profile_language = Taal
profile_language_of_browser = Zoals in mijn browser
profile_time_zone = Tijdzone
profile_username_hint = Hiermee kun je inloggen. Zonder spaties en zonder @.
profile_username_wrong = Een gebruikersnaam heeft maximaal 64 tekens, zonder spaties en zonder @.
profile_username_taken = Iemand anders heeft die gebruikersnaam al. Kies een andere.
profile_value_wrong = Een veld is te lang of bevat tekens die niet kunnen worden weergegeven. Elk veld heeft ruimte voor 200 tekens.
profile_website_wrong = Voer een webadres in dat begint met https:// of laat het veld leeg.
profile_conflict = Het account is tegelijkertijd gewijzigd. Bekijk de pagina opnieuw en sla dan op.
profile_address_verified = bevestigd
profile_new_address = Nieuw e-mailadres
profile_address_hint = We sturen daar een code naartoe. Je oude adres krijgt bericht en kan de wijziging zeven dagen lang terugdraaien.
profile_address_change = E-mailadres wijzigen
profile_address_wrong = Voer een ander e-mailadres in dan het huidige, bijvoorbeeld ada@example.com.
profile_address_no_mail = Je e-mailadres kan hier op dit moment niet worden gewijzigd. Vraag het de beheerder.

address_confirm_title = Bevestig je nieuwe e-mailadres
address_confirm = { $email } wordt het adres van je account. Andere apparaten worden uitgelogd.
address_confirm_submit = Bevestigen
address_confirmed_title = Je e-mailadres is gewijzigd
address_confirmed = Vanaf nu log je in met het nieuwe adres. Andere apparaten zijn uitgelogd.
address_undo_title = De wijziging terugdraaien?
address_undo = { $email } wordt weer het adres van je account en iedereen wordt overal uitgelogd.
address_undo_submit = Wijziging terugdraaien
address_undone_title = De wijziging is teruggedraaid
address_undone = Je account heeft weer het oude adres en alle apparaten zijn uitgelogd. Kies nu een nieuw wachtwoord, zodat niemand anders het heeft.

password_change_title = Wachtwoord
password_present = Huidig wachtwoord
password_new = Nieuw wachtwoord
password_change_submit = Wachtwoord wijzigen
password_changed = Je wachtwoord is gewijzigd. Andere apparaten zijn uitgelogd.
password_none = Je account heeft geen wachtwoord. Je logt op een andere manier in.
password_wrong = Dat is niet je huidige wachtwoord. Controleer het en probeer het opnieuw.

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
account_nav_activity = Activiteit
account_nav_data = Je gegevens

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
profile_picture = Foto
profile_picture_yours = Je foto
profile_picture_choose = Kies een bestand
profile_picture_hint = PNG, JPEG, WebP of GIF, hoogstens 5 MB. Apps waarbij je inlogt kunnen hem tonen.
profile_picture_save = Foto opslaan
profile_picture_remove = Foto verwijderen
profile_picture_saved = Je foto is opgeslagen.
profile_picture_removed = Je foto is verwijderd.
profile_picture_none = Kies eerst een bestand.
profile_picture_too_large = Het bestand is groter dan 5 MB. Kies een kleiner bestand.
profile_picture_no_picture = Dat is geen PNG, JPEG, WebP of GIF. Kies een ander bestand.
profile_picture_damaged = De afbeelding is beschadigd. Sla haar opnieuw op met een fotoprogramma en kies haar nog een keer.
profile_picture_too_many_pixels = De afbeelding is te groot. Maak haar kleiner dan 10.000 pixels per zijde.
profile_picture_more_than_a_picture = Het bestand bevat meer dan de afbeelding. Sla haar opnieuw op als JPEG of PNG en kies dat bestand.
profile_username_hint = Hiermee kun je inloggen. Zonder spaties en zonder @.
profile_username_wrong = Een gebruikersnaam heeft maximaal 64 tekens, zonder spaties en zonder @.
profile_username_taken = Iemand anders heeft die gebruikersnaam al. Kies een andere.
profile_username_reserved = Deze gebruikersnaam is gereserveerd of lijkt op een gereserveerde. Kies een andere.
profile_username_disguised = Deze gebruikersnaam mengt letters uit verschillende alfabetten of lijkt op een naam in Latijnse letters. Kies een andere.
profile_value_wrong = Een veld is te lang of bevat tekens die niet kunnen worden weergegeven. Elk veld heeft ruimte voor 200 tekens.
profile_website_wrong = Voer een webadres in dat begint met https:// of laat het veld leeg.
profile_time_zone_wrong = Voer een tijdzone in zoals Europe/Berlin of laat het veld leeg.
profile_conflict = Het account is tegelijkertijd gewijzigd. Bekijk de pagina opnieuw en sla dan op.
profile_address_verified = bevestigd
profile_new_address = Nieuw e-mailadres
profile_address_hint = We sturen daar een code naartoe. Je oude adres krijgt bericht en kan de wijziging zeven dagen lang terugdraaien.
profile_address_change = E-mailadres wijzigen
profile_address_wrong = Voer een ander e-mailadres in dan het huidige, bijvoorbeeld ada@example.com.
profile_address_no_mail = Je e-mailadres kan hier op dit moment niet worden gewijzigd. Vraag het de beheerder.
profile_address_of_provider = E-mailadressen van dit domein horen bij { $provider }. Koppel eerst je { $provider }-account of voer een ander adres in.

address_confirm_title = Bevestig je nieuwe e-mailadres
address_confirm = { $email } wordt het adres van je account. Andere apparaten worden uitgelogd. Bevestig alleen als je hier zelf om hebt gevraagd: wie erom vroeg, houdt het account.
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

activity_page = Activiteit · { $organization }
activity_title = Recente activiteit
activity_hint = Was je iets niet zelf? Wijzig je wachtwoord en bekijk je inlogmethoden:
activity_none = Er is nog niets gebeurd.
activity_older = Oudere activiteit
activity_by_administrator = door een beheerder
activity_signed_in = Ingelogd
activity_sign_in_failed = Inloggen mislukt
activity_stepped_up = Bevestigd dat jij het was
activity_session_ended = Uitgelogd
activity_password_changed = Wachtwoord gewijzigd
activity_password_reset_requested = Nieuw wachtwoord aangevraagd
activity_method_added = Inlogmethode toegevoegd
activity_method_removed = Inlogmethode verwijderd
activity_second_factor_failed = Tweede stap mislukt
activity_recovery = Accountherstel
activity_address_changed = E-mailadres gewijzigd
activity_profile_changed = Profiel gewijzigd
activity_account_made = Account aangemaakt
activity_account_locked = Account geblokkeerd of gedeblokkeerd
activity_disowned = Gemeld als niet van jou
activity_app_allowed = App toegestaan
activity_app_removed = App verwijderd

data_page = Je gegevens · { $organization }
data_download_hint = Alles wat over je is opgeslagen, als bestand: profiel, inlogmethoden, apparaten, apps en recente activiteit. Er staan geen wachtwoorden of sleutels in.
data_download = Mijn gegevens downloaden
data_delete_title = Je account verwijderen
data_delete_effect = { $days ->
    [0] Je wordt meteen overal uitgelogd en je account met alles erin wordt definitief verwijderd.
   *[other] Je wordt meteen overal uitgelogd. Na { $days } dagen wordt je account met alles erin definitief verwijderd; tot dan kun je inloggen en het behouden.
}
data_delete = Mijn account verwijderen
data_deletion_waits_title = Je account wordt verwijderd
data_deletion_waits = Het wordt verwijderd op { $time }. Wil je het behouden, log dan eerder in of gebruik de link in de e-mail die we je hebben gestuurd.
data_deletion_on = Je account met alles erin wordt verwijderd op
data_deletion_until = Je account met alles erin wordt verwijderd op { $time }.
data_keep = Mijn account behouden
data_keep_title = Je account behouden?
data_keep_sign_in = Inloggen
data_kept_title = Je account blijft
data_kept = Er wordt niets verwijderd. Log in om verder te gaan.
attribute_problems = Sommige velden hebben een andere waarde nodig.
attribute_missing = Vul dit veld in.
attribute_length = Gebruik { $min } tot { $max } tekens.
attribute_min = Voer { $min } of meer in.
attribute_max = Voer { $max } of minder in.
attribute_number = Voer een getal in.
attribute_date = Voer een datum in, bijvoorbeeld 1990-05-31.
attribute_email = Voer een e-mailadres in.
attribute_phone = Voer een telefoonnummer met landcode in, bijvoorbeeld +31 20 123 4567.
attribute_choice = Kies een van de opties.
attribute_form = Deze waarde heeft niet de vorm die hier wordt verwacht.

second_factor_page = Verificatie in twee stappen · { $organization }
second_factor_title = Verificatie in twee stappen
second_factor_intro = Voer de 6-cijferige code uit je authenticator-app in voor { $user }.
second_factor_recovery_intro = Voer een van de herstelcodes in die je voor { $user } hebt bewaard. Elke code werkt één keer.
second_factor_account = Account: { $user }
second_factor_code = Code
second_factor_recovery_code = Herstelcode
second_factor_trust =
    { $days ->
        [one] Een dag lang niet meer vragen in deze browser
       *[other] { $days } dagen lang niet meer vragen in deze browser
    }
second_factor_submit = Doorgaan
second_factor_use = Je tweede stap gebruiken
second_factor_use_recovery = Een herstelcode gebruiken
second_factor_use_app = Een andere tweede stap gebruiken
second_factor_other_way = Op een andere manier inloggen
second_factor_missing = Voer de code in.
second_factor_wrong = Die code klopt niet. Wacht op een nieuwe in je app en probeer het dan opnieuw.
second_factor_wrong_recovery_code = Die herstelcode klopt niet of is al gebruikt. Probeer een andere.
second_factor_over = Het inloggen duurde te lang of je account is gewijzigd. Log opnieuw in.

set_up_page = Verificatie in twee stappen instellen · { $organization }
set_up_title = Verificatie in twee stappen instellen
set_up_needed = { $organization } vraagt om een tweede stap bij het inloggen. Stel een authenticator-app in op je telefoon, zoals Google Authenticator, Microsoft Authenticator of Aegis.
set_up_for_app = { $app } vraagt om een tweede stap bij het inloggen. Stel een authenticator-app in op je telefoon, zoals Google Authenticator, Microsoft Authenticator of Aegis.
set_up_scan = Scan deze code met je authenticator-app.
set_up_qr_label = QR-code met de sleutel voor je authenticator-app
set_up_open_app = Je authenticator-app op dit apparaat openen
set_up_type_key = Lukt het scannen niet? Typ dan deze sleutel
set_up_code = Voer de 6-cijferige code in die de app toont
set_up_submit = Aanzetten
set_up_later = Niet nu
set_up_cancel = Annuleren
set_up_wrong_code = Die code klopt niet. Controleer of de klok van je telefoon automatisch wordt ingesteld en voer dan de code in die de app nu toont.
set_up_too_late = Dat duurde te lang. Scan de nieuwe code.

recovery_codes_page = Herstelcodes · { $organization }
recovery_codes_title = Bewaar je herstelcodes
recovery_codes_intro = Als je je telefoon kwijtraakt, kun je met elk van deze codes één keer inloggen. Print ze of bewaar ze in je wachtwoordmanager.
recovery_codes_once = We kunnen deze codes niet nog een keer tonen.
recovery_codes_print = Codes afdrukken
recovery_codes_continue = Doorgaan
recovery_codes_kept_title = Verificatie in twee stappen staat aan
recovery_codes_kept = Je herstelcodes blijven geldig.

security_page = Beveiliging · { $organization }
security_title = Beveiliging
security_factors_title = Verificatie in twee stappen
security_factors_intro = Als je met je wachtwoord inlogt, { $user }, houdt een tweede stap iedereen tegen die het kent.
security_on = Aan
security_app = Authenticator-app
security_app_on = We vragen om de code als je inlogt.
security_app_off = Krijg codes in een app op je telefoon.
security_app_set_up = Instellen
security_app_remove = Verwijderen
security_recovery = Herstelcodes
security_recovery_left =
    { $left ->
        [0] Geen van je { $codes } codes is nog over. Maak nieuwe.
       *[other] Nog { $left } van { $codes } over.
    }
security_recovery_renew = Nieuwe codes maken
security_trusted_title = Vertrouwde browsers
security_trusted_intro = In deze browsers vragen we niet om de tweede stap.
security_trusted_since = Vertrouwd sinds { $when }
security_trusted_until = Tot { $when }
security_trusted_remove = Verwijderen
second_factor_key_intro = Gebruik je toegangssleutel of beveiligingssleutel om door te gaan als { $user }.
second_factor_use_key = Een toegangs- of beveiligingssleutel gebruiken
second_factor_wrong_key = Die toegangs- of beveiligingssleutel is niet geaccepteerd. Probeer het opnieuw.

passkey_sign_in = Inloggen met een toegangssleutel
passkey_not_used = Je toegangssleutel is niet gebruikt. Probeer het opnieuw of log op een andere manier in.
passkey_wrong = We konden je niet inloggen met die toegangssleutel. Probeer het opnieuw of log op een andere manier in.
passkey_page = Een toegangssleutel maken · { $organization }
passkey_title = Een toegangssleutel maken
passkey_intro = Log in met je vingerafdruk, je gezicht of je schermvergrendeling in plaats van een wachtwoord. Niemand kan een toegangssleutel stelen of raden.
passkey_create = Een toegangssleutel maken
passkey_not_made = Er is geen toegangssleutel gemaakt. Probeer het opnieuw.
passkey_name_title = Deze toegangssleutel kan die naam niet krijgen
passkey_name = Een naam heeft maximaal 60 tekens, en geen onzichtbare.
passkey_name_remedy = Ga terug en kies een andere naam.
passkey_needs_script = Toegangssleutels hebben JavaScript nodig. Zet het aan of gebruik een authenticator-app.
security_key_page = Een beveiligingssleutel toevoegen · { $organization }
security_key_title = Een beveiligingssleutel toevoegen
security_key_intro = Sluit je beveiligingssleutel aan of houd hem tegen je telefoon. We vragen erom na je wachtwoord.
security_key_create = Beveiligingssleutel toevoegen
security_key_new = Een beveiligingssleutel toevoegen
security_key_tag = Alleen tweede stap
security_passkeys_title = Toegangssleutels
security_passkeys_intro = Log in met je vingerafdruk, je gezicht of je schermvergrendeling.
security_passkey_new = Een toegangssleutel maken
security_passkey_unnamed = Toegangssleutel
security_passkey_synced = Gesynchroniseerd tussen je apparaten
security_passkey_on_one_device = Op één apparaat
security_passkey_since = Gemaakt op { $when }
security_passkey_used = Laatst gebruikt op { $when }
security_passkey_rename = Naam wijzigen
security_passkey_label = Naam
security_passkey_save = Opslaan
security_passkey_remove = Verwijderen
security_passkey_remove_named = { $name } verwijderen
passkey_offer_page = Log de volgende keer sneller in · { $organization }
passkey_offer_title = Log de volgende keer sneller in
security_password = Wachtwoord
security_password_on = Je kunt inloggen met een wachtwoord.
security_password_off = Je hebt geen wachtwoord.
security_password_change = Wachtwoord wijzigen
security_password_set = Een wachtwoord instellen

second_factor_lost = Ik kan geen van deze opties gebruiken
recovery_page = Weer toegang tot je account · { $organization }
recovery_title = Weer toegang tot je account
recovery_intro = Als je de tweede stap en je herstelcodes kwijt bent, kun je vragen om zonder in te loggen. We laten het je nu per e-mail weten. Op { $when } sturen we je een link die verificatie in twee stappen uitzet.
recovery_security = Iedereen die is ingelogd op je account kan het verzoek weigeren, en inloggen met de tweede stap annuleert het.
recovery_submit = Toegang vragen
recovery_back = Terug
recovery_waiting_title = Je verzoek wacht
recovery_waiting = Op { $when } sturen we je een e-mail met een link.
recovery_not_possible = Dat kan hier niet. Vraag je beheerder om een eenmalige code.
recovery_too_many = Je hebt het te vaak gevraagd. Vraag je beheerder om een eenmalige code.
recovery_confirm_title = Verificatie in twee stappen uitzetten
recovery_confirm = Dit verwijdert de authenticator-app, passkeys, beveiligingssleutels en herstelcodes van { $user } en logt je overal uit.
recovery_confirm_submit = Uitzetten
recovery_done_title = Verificatie in twee stappen staat uit
recovery_done = Log in en stel verificatie in twee stappen opnieuw in.
recovery_refuse_title = Verzoek weigeren
recovery_refuse = Iemand die het wachtwoord van { $user } kent, heeft gevraagd om zonder de tweede stap in te loggen. Weiger als jij dat niet was.
recovery_refuse_submit = Verzoek weigeren
recovery_refused_title = Het verzoek is geweigerd
recovery_refused = Niemand kan inloggen zonder je tweede stap. Wie het vroeg, kent je wachtwoord: wijzig het nu.
account_recovery_title = Iemand heeft gevraagd om zonder je tweede stap in te loggen
account_recovery = Het verzoek kwam van { $device } en gaat in op { $when }. Was jij dat niet, weiger het dan en wijzig je wachtwoord.

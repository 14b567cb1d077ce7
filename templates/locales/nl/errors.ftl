error_detail = Technische details voor de ontwikkelaar van de app
error_reference = Referentie { $reference }

error_try_again = Probeer het opnieuw. Geef de referentie hieronder door aan je beheerder als het weer gebeurt.
error_start_again = Ga terug naar de app en begin opnieuw.
error_open_again = Pagina opnieuw openen
error_to_apps = Naar je apps
error_to_accounts = Account kiezen
error_developer = Je hebt niets verkeerd gedaan. De ontwikkelaar van de app kan dit oplossen.

error_bad_request_title = We konden dat verzoek niet lezen
error_bad_request = Het verzoek van je browser was onvolledig of beschadigd.
error_bad_request_remedy = Ga terug en probeer het opnieuw.

error_app_request = De app heeft een verzoek gestuurd dat we niet kunnen lezen.
error_refused = Het verzoek van de app is geweigerd.

error_account_gone_title = Dat account is uitgelogd
error_account_gone = Je bent niet meer ingelogd bij het account dat je hebt gekozen.
error_account_gone_remedy = Ga terug en kies een ander account, of log opnieuw in.

error_proxy = Alleen een reverse proxy kan dit adres gebruiken, en de proxy heeft het adres en de methode van het oorspronkelijke verzoek niet gestuurd.
error_proxy_remedy = De beheerder van de proxy kan dit oplossen. De handleiding staat in docs/guides/forward-auth.md.

error_form_title = Dit formulier is verlopen
error_form = Het is te oud, is in een andere browser geopend, of cookies zijn geblokkeerd.
error_form_remedy = Open de pagina opnieuw. Sta cookies voor deze site toe als dit blijft gebeuren.

error_forbidden_title = Je hebt geen toegang
error_forbidden = Met het account dat je gebruikt, kun je deze pagina niet openen.
error_forbidden_remedy = Vraag je beheerder om toegang als je die nodig hebt. Je kunt ook teruggaan en een ander account gebruiken.

error_unavailable_title = Er is op dit moment een probleem
error_unavailable = De server is bezet of kan de database niet bereiken.
error_unavailable_remedy = Wacht een paar seconden en probeer het opnieuw.

error_out_of_date_title = We kunnen niet verdergaan met inloggen
error_out_of_date = Dit is in een andere browser begonnen, het adres is onvolledig, of cookies zijn geblokkeerd.
error_out_of_date_remedy = Open de app opnieuw. Sta cookies voor deze site toe als dit blijft gebeuren.

error_limited_title = Te veel pogingen
error_limited = Er waren te veel pogingen vanaf je netwerk.
error_limited_remedy = { $seconds ->
    [one] Wacht een seconde en probeer het opnieuw.
   *[other] Wacht { $seconds } seconden en probeer het opnieuw.
}

error_internal_title = Er is bij ons iets misgegaan
error_internal = We konden je verzoek niet uitvoeren. Er is niets gewijzigd.

error_not_found_title = Pagina niet gevonden
error_not_found = Er is geen pagina op dit adres.
error_not_found_remedy = Controleer het adres of ga naar je apps.

address_title = Inlogverzoek geweigerd
address_remedy = Je hebt niets verkeerd gedaan. De ontwikkelaar van de app kan dit oplossen: het verzoek moet overeenkomen met de registratie van de app.
address_client_missing = De app heeft zijn client-ID niet gestuurd.
address_client_unknown = De app is hier niet geregistreerd of is uitgeschakeld.
address_redirect_uri_missing = De app heeft geen adres gestuurd om naar terug te keren.
address_redirect_uri_unregistered = De app wil je naar een adres sturen dat niet voor de app is geregistreerd.
address_repeated = De app heeft twee verschillende waarden gestuurd voor zijn identiteit of adres.
address_request_object = Het ondertekende verzoek van de app kon niet worden geverifieerd.
address_unusable = De app heeft iets gestuurd dat we niet kunnen lezen.

form_post_page = Terug naar de app
form_post_title = Een moment
form_post = We brengen je terug naar de app.
form_post_continue = Doorgaan naar de app
web_message = We geven het resultaat door aan de app. Sluit dit venster en ga terug naar de app als er niets gebeurt.

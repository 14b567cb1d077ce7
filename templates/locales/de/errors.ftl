error_detail = Technische Details für die Entwickler der App
error_reference = Referenz { $reference }

error_try_again = Versuchen Sie es noch einmal. Wenn es wieder passiert, nennen Sie Ihrem Administrator die Referenz unten.
error_start_again = Gehen Sie zurück zur App und beginnen Sie von vorn.
error_open_again = Seite erneut öffnen
error_to_apps = Zu Ihren Apps
error_to_accounts = Konto auswählen
error_developer = Sie haben nichts falsch gemacht. Die Entwickler der App können das beheben.

error_bad_request_title = Wir konnten diese Anfrage nicht lesen
error_bad_request = Die Anfrage Ihres Browsers war unvollständig oder beschädigt.
error_bad_request_remedy = Gehen Sie zurück und versuchen Sie es noch einmal.

error_app_request = Die App hat eine Anfrage gesendet, die wir nicht lesen können.
error_refused = Die Anfrage der App wurde abgelehnt.

error_account_gone_title = Dieses Konto ist abgemeldet
error_account_gone = Sie sind bei dem ausgewählten Konto nicht mehr angemeldet.
error_account_gone_remedy = Gehen Sie zurück und wählen Sie ein anderes Konto aus, oder melden Sie sich erneut an.

error_proxy = Nur ein Reverse-Proxy kann diese Adresse verwenden, und der Proxy hat Adresse und Methode der ursprünglichen Anfrage nicht gesendet.
error_proxy_remedy = Der Administrator des Proxys kann das beheben. Die Anleitung steht in docs/guides/forward-auth.md.

error_form_title = Dieses Formular ist abgelaufen
error_form = Es ist zu alt, wurde in einem anderen Browser geöffnet, oder Cookies sind blockiert.
error_form_remedy = Öffnen Sie die Seite erneut. Wenn das immer wieder passiert, erlauben Sie Cookies für diese Website.

error_forbidden_title = Sie haben keinen Zugriff
error_forbidden = Mit dem verwendeten Konto lässt sich diese Seite nicht öffnen.
error_forbidden_remedy = Wenn Sie Zugriff brauchen, fragen Sie Ihren Administrator. Sie können auch zurückgehen und ein anderes Konto verwenden.

error_unavailable_title = Wir haben gerade Probleme
error_unavailable = Der Server ist ausgelastet oder erreicht seine Datenbank nicht.
error_unavailable_remedy = Warten Sie ein paar Sekunden und versuchen Sie es noch einmal.

error_out_of_date_title = Wir können diese Anmeldung nicht fortsetzen
error_out_of_date = Sie wurde in einem anderen Browser begonnen, ihre Adresse ist unvollständig, oder Cookies sind blockiert.
error_out_of_date_remedy = Öffnen Sie die App erneut. Wenn das immer wieder passiert, erlauben Sie Cookies für diese Website.

error_limited_title = Zu viele Versuche
error_limited = Aus Ihrem Netzwerk kamen zu viele Versuche.
error_limited_remedy = { $seconds ->
    [one] Warten Sie eine Sekunde und versuchen Sie es noch einmal.
   *[other] Warten Sie { $seconds } Sekunden und versuchen Sie es noch einmal.
}

error_internal_title = Bei uns ist etwas schiefgelaufen
error_internal = Wir konnten Ihre Anfrage nicht ausführen. Es wurde nichts geändert.

error_not_found_title = Seite nicht gefunden
error_not_found = Unter dieser Adresse gibt es keine Seite.
error_not_found_remedy = Prüfen Sie die Adresse, oder gehen Sie zu Ihren Apps.

address_title = Anmeldeanfrage abgelehnt
address_remedy = Sie haben nichts falsch gemacht. Die Entwickler der App können das beheben: Die Anfrage muss zur Registrierung der App passen.
address_client_missing = Die App hat ihre Client-Kennung nicht gesendet.
address_client_unknown = Die App ist hier nicht registriert oder deaktiviert.
address_redirect_uri_missing = Die App hat die Adresse für die Rückkehr nicht gesendet.
address_redirect_uri_unregistered = Die App möchte Sie zu einer Adresse schicken, die nicht für sie registriert ist.
address_repeated = Die App hat zwei verschiedene Werte für ihre Kennung oder Adresse gesendet.
address_request_object = Die signierte Anfrage der App konnte nicht überprüft werden.
address_unusable = Die App hat etwas gesendet, das wir nicht lesen können.

form_post_page = Zurück zur App
form_post_title = Einen Moment
form_post = Wir bringen Sie zurück zur App.
form_post_continue = Weiter zur App
web_message = Wir übergeben das Ergebnis an die App. Wenn nichts passiert, schließen Sie dieses Fenster und gehen Sie zurück zur App.

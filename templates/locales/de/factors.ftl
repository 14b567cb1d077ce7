second_factor_page = Zwei-Faktor-Anmeldung · { $organization }
second_factor_title = Zwei-Faktor-Anmeldung
second_factor_intro = Geben Sie den 6-stelligen Code aus Ihrer Authenticator-App für { $user } ein.
second_factor_recovery_intro = Geben Sie einen der Wiederherstellungscodes ein, die Sie für { $user } gespeichert haben. Jeder funktioniert einmal.
second_factor_account = Konto: { $user }
second_factor_code = Code
second_factor_recovery_code = Wiederherstellungscode
second_factor_trust =
    { $days ->
        [one] In diesem Browser einen Tag lang nicht mehr fragen
       *[other] In diesem Browser { $days } Tage lang nicht mehr fragen
    }
second_factor_submit = Weiter
second_factor_use = Zweiten Schritt verwenden
second_factor_use_recovery = Wiederherstellungscode verwenden
second_factor_use_app = Anderen zweiten Schritt verwenden
second_factor_other_way = Anders anmelden
second_factor_missing = Geben Sie den Code ein.
second_factor_wrong = Dieser Code stimmt nicht. Warten Sie auf einen neuen in Ihrer App und versuchen Sie es noch einmal.
second_factor_wrong_recovery_code = Dieser Wiederherstellungscode stimmt nicht oder wurde schon verwendet. Versuchen Sie einen anderen.
second_factor_over = Die Anmeldung hat zu lange gedauert, oder Ihr Konto wurde geändert. Melden Sie sich erneut an.

set_up_page = Zwei-Faktor-Anmeldung einrichten · { $organization }
set_up_title = Zwei-Faktor-Anmeldung einrichten
set_up_needed = { $organization } verlangt beim Anmelden einen zweiten Schritt. Richten Sie auf Ihrem Smartphone eine Authenticator-App ein, etwa Google Authenticator, Microsoft Authenticator oder Aegis.
set_up_for_app = { $app } verlangt beim Anmelden einen zweiten Schritt. Richten Sie auf Ihrem Smartphone eine Authenticator-App ein, etwa Google Authenticator, Microsoft Authenticator oder Aegis.
set_up_scan = Scannen Sie diesen Code mit Ihrer Authenticator-App.
set_up_qr_label = QR-Code mit dem Schlüssel für Ihre Authenticator-App
set_up_open_app = Authenticator-App auf diesem Gerät öffnen
set_up_type_key = Scannen geht nicht? Geben Sie stattdessen diesen Schlüssel ein
set_up_code = Geben Sie den 6-stelligen Code ein, den die App anzeigt
set_up_submit = Aktivieren
set_up_later = Nicht jetzt
set_up_cancel = Abbrechen
set_up_wrong_code = Dieser Code stimmt nicht. Prüfen Sie, ob die Uhr Ihres Smartphones automatisch gestellt wird, und geben Sie dann den Code ein, den die App jetzt anzeigt.
set_up_too_late = Das hat zu lange gedauert. Scannen Sie den neuen Code.

recovery_codes_page = Wiederherstellungscodes · { $organization }
recovery_codes_title = Speichern Sie Ihre Wiederherstellungscodes
recovery_codes_intro = Wenn Sie Ihr Smartphone verlieren, können Sie sich mit jedem dieser Codes einmal anmelden. Drucken Sie sie aus, oder bewahren Sie sie in Ihrem Passwortmanager auf.
recovery_codes_once = Wir können diese Codes nicht noch einmal anzeigen.
recovery_codes_print = Codes drucken
recovery_codes_continue = Weiter
recovery_codes_kept_title = Zwei-Faktor-Anmeldung ist aktiviert
recovery_codes_kept = Ihre Wiederherstellungscodes gelten weiterhin.

security_page = Sicherheit · { $organization }
security_title = Sicherheit
security_factors_title = Zwei-Faktor-Anmeldung
security_factors_intro = Wenn Sie sich mit Ihrem Passwort anmelden, { $user }, hält ein zweiter Schritt alle fern, die es kennen.
security_on = Aktiviert
security_app = Authenticator-App
security_app_on = Wir fragen beim Anmelden nach ihrem Code.
security_app_off = Erhalten Sie Codes in einer App auf Ihrem Smartphone.
security_app_set_up = Einrichten
security_app_remove = Entfernen
security_recovery = Wiederherstellungscodes
security_recovery_left =
    { $left ->
        [0] Keiner Ihrer { $codes } Codes ist noch übrig. Erstellen Sie neue.
       *[other] { $left } von { $codes } sind noch übrig.
    }
security_recovery_renew = Neue Codes erstellen
security_trusted_title = Vertrauenswürdige Browser
security_trusted_intro = In diesen Browsern fragen wir nicht nach dem zweiten Schritt.
security_trusted_since = Vertrauenswürdig seit { $when }
security_trusted_until = Bis { $when }
security_trusted_remove = Entfernen
second_factor_key_intro = Verwenden Sie Ihren Passkey oder Sicherheitsschlüssel, um als { $user } fortzufahren.
second_factor_use_key = Passkey oder Sicherheitsschlüssel verwenden
second_factor_wrong_key = Dieser Passkey oder Sicherheitsschlüssel wurde nicht akzeptiert. Versuchen Sie es noch einmal.

passkey_sign_in = Mit Passkey anmelden
passkey_not_used = Ihr Passkey wurde nicht verwendet. Versuchen Sie es noch einmal, oder melden Sie sich anders an.
passkey_wrong = Wir konnten Sie mit diesem Passkey nicht anmelden. Versuchen Sie es noch einmal, oder melden Sie sich anders an.
passkey_page = Passkey erstellen · { $organization }
passkey_title = Passkey erstellen
passkey_intro = Melden Sie sich mit Fingerabdruck, Gesicht oder Displaysperre an statt mit einem Passwort. Niemand kann einen Passkey stehlen oder erraten.
passkey_create = Passkey erstellen
passkey_not_made = Es wurde kein Passkey erstellt. Versuchen Sie es noch einmal.
passkey_name_title = Dieser Passkey kann nicht so heißen
passkey_name = Ein Name hat bis zu 60 Zeichen und keine, die man nicht sieht.
passkey_name_remedy = Gehen Sie zurück und wählen Sie einen anderen Namen.
passkey_needs_script = Passkeys brauchen JavaScript. Schalten Sie es ein, oder verwenden Sie eine Authenticator-App.
security_key_page = Sicherheitsschlüssel hinzufügen · { $organization }
security_key_title = Sicherheitsschlüssel hinzufügen
security_key_intro = Verbinden Sie Ihren Sicherheitsschlüssel, oder halten Sie ihn an Ihr Smartphone. Wir verlangen ihn im Anschluss an Ihr Passwort.
security_key_create = Sicherheitsschlüssel hinzufügen
security_key_new = Sicherheitsschlüssel hinzufügen
security_key_tag = Nur zweiter Schritt
security_passkeys_title = Passkeys
security_passkeys_intro = Melden Sie sich mit Fingerabdruck, Gesicht oder Displaysperre an.
security_passkey_new = Passkey erstellen
security_passkey_unnamed = Passkey
security_passkey_synced = Zwischen Ihren Geräten synchronisiert
security_passkey_on_one_device = Auf einem Gerät
security_passkey_since = Erstellt am { $when }
security_passkey_used = Zuletzt verwendet am { $when }
security_passkey_rename = Umbenennen
security_passkey_label = Name
security_passkey_save = Speichern
security_passkey_remove = Entfernen
security_passkey_remove_named = { $name } entfernen
passkey_offer_page = Nächstes Mal schneller anmelden · { $organization }
passkey_offer_title = Nächstes Mal schneller anmelden
security_password = Passwort
security_password_on = Sie können sich mit einem Passwort anmelden.
security_password_off = Sie haben kein Passwort.
security_password_change = Passwort ändern
security_password_set = Passwort festlegen

second_factor_lost = Ich kann nichts davon verwenden
recovery_page = Wieder Zugang zum Konto erhalten · { $organization }
recovery_title = Wieder Zugang zum Konto erhalten
recovery_intro = Wenn Sie Ihren zweiten Schritt und Ihre Wiederherstellungscodes verloren haben, können Sie beantragen, sich ohne sie anzumelden. Wir benachrichtigen Sie jetzt per E-Mail. Am { $when } senden wir Ihnen einen Link, der die Bestätigung in zwei Schritten ausschaltet.
recovery_security = Jede Person, die bei Ihrem Konto angemeldet ist, kann die Anfrage ablehnen, und eine Anmeldung mit Ihrem zweiten Schritt bricht sie ab.
recovery_submit = Zugang beantragen
recovery_back = Zurück
recovery_waiting_title = Ihre Anfrage wartet
recovery_waiting = Am { $when } senden wir Ihnen eine E-Mail mit einem Link.
recovery_not_possible = Das ist hier nicht möglich. Bitten Sie Ihren Administrator um einen einmaligen Code.
recovery_too_many = Sie haben zu oft gefragt. Bitten Sie Ihren Administrator um einen einmaligen Code.
recovery_confirm_title = Bestätigung in zwei Schritten ausschalten
recovery_confirm = Dadurch werden die Authentifizierungs-App, Passkeys, Sicherheitsschlüssel und Wiederherstellungscodes von { $user } entfernt, und Sie werden überall abgemeldet.
recovery_confirm_submit = Ausschalten
recovery_done_title = Die Bestätigung in zwei Schritten ist aus
recovery_done = Melden Sie sich an und richten Sie die Bestätigung in zwei Schritten neu ein.
recovery_refuse_title = Anfrage ablehnen
recovery_refuse = Jemand, der das Passwort von { $user } kennt, möchte sich ohne den zweiten Schritt anmelden. Lehnen Sie ab, wenn Sie das nicht waren.
recovery_refuse_submit = Anfrage ablehnen
recovery_refused_title = Die Anfrage wurde abgelehnt
recovery_refused = Niemand kann sich ohne Ihren zweiten Schritt anmelden. Wer gefragt hat, kennt Ihr Passwort: Ändern Sie es jetzt.
account_recovery_title = Jemand möchte sich ohne Ihren zweiten Schritt anmelden
account_recovery = Die Anfrage kam von { $device } und gilt ab { $when }. Wenn Sie das nicht waren, lehnen Sie sie ab und ändern Sie Ihr Passwort.

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
account_navigation = Ihr Konto
account_nav_overview = Übersicht
account_nav_profile = Profil
account_nav_security = Sicherheit
account_nav_activity = Aktivität
account_nav_data = Ihre Daten

profile_page = Profil · { $organization }
profile_save = Speichern
profile_saved = Ihr Profil ist gespeichert.
profile_address_saved = Ihre E-Mail-Adresse ist geändert. Andere Geräte wurden abgemeldet.
profile_given_name = Vorname
profile_family_name = Nachname
profile_nickname = Spitzname
profile_website = Website
profile_language = Sprache
profile_language_of_browser = Wie im Browser eingestellt
profile_time_zone = Zeitzone
profile_picture = Bild
profile_picture_yours = Ihr Bild
profile_picture_choose = Datei auswählen
profile_picture_hint = PNG, JPEG, WebP oder GIF, höchstens 5 MB. Apps, bei denen Sie sich anmelden, können es anzeigen.
profile_picture_save = Bild speichern
profile_picture_remove = Bild entfernen
profile_picture_saved = Ihr Bild ist gespeichert.
profile_picture_removed = Ihr Bild ist entfernt.
profile_picture_none = Wählen Sie zuerst eine Datei aus.
profile_picture_too_large = Die Datei ist größer als 5 MB. Wählen Sie eine kleinere.
profile_picture_no_picture = Das ist kein PNG, JPEG, WebP oder GIF. Wählen Sie eine andere Datei.
profile_picture_damaged = Das Bild ist beschädigt. Speichern Sie es in einem Bildprogramm neu und wählen Sie es dann noch einmal aus.
profile_picture_too_many_pixels = Das Bild ist zu groß. Verkleinern Sie es auf weniger als 10.000 Pixel je Seite.
profile_picture_more_than_a_picture = Die Datei enthält mehr als das Bild. Speichern Sie es neu als JPEG oder PNG und wählen Sie dann diese Datei.
profile_username_hint = Damit können Sie sich anmelden. Ohne Leerzeichen und ohne @.
profile_username_wrong = Ein Benutzername hat bis zu 64 Zeichen, ohne Leerzeichen und ohne @.
profile_username_taken = Dieser Benutzername ist schon vergeben. Wählen Sie einen anderen.
profile_username_reserved = Dieser Benutzername ist reserviert oder sieht einem reservierten ähnlich. Wählen Sie einen anderen.
profile_username_disguised = Dieser Benutzername mischt Buchstaben verschiedener Alphabete oder sieht wie ein Name in lateinischen Buchstaben aus. Wählen Sie einen anderen.
profile_value_wrong = Ein Feld ist zu lang oder enthält Zeichen, die nicht angezeigt werden können. Jedes fasst 200 Zeichen.
profile_website_wrong = Geben Sie eine Webadresse ein, die mit https:// beginnt, oder lassen Sie das Feld leer.
profile_time_zone_wrong = Geben Sie eine Zeitzone wie Europe/Berlin ein, oder lassen Sie das Feld leer.
profile_conflict = Das Konto wurde gleichzeitig geändert. Sehen Sie sich die Seite noch einmal an und speichern Sie dann.
profile_address_verified = bestätigt
profile_new_address = Neue E-Mail-Adresse
profile_address_hint = Wir senden einen Code dorthin. Ihre alte Adresse wird benachrichtigt und kann die Änderung sieben Tage lang zurücknehmen.
profile_address_change = E-Mail-Adresse ändern
profile_address_wrong = Geben Sie eine andere E-Mail-Adresse als die jetzige ein, zum Beispiel ada@example.com.
profile_address_no_mail = Ihre E-Mail-Adresse kann hier zurzeit nicht geändert werden. Fragen Sie den Administrator.
profile_address_of_provider = E-Mail-Adressen dieser Domain gehören zu { $provider }. Verknüpfen Sie zuerst Ihr { $provider }-Konto, oder geben Sie eine andere Adresse ein.

address_confirm_title = Neue E-Mail-Adresse bestätigen
address_confirm = { $email } wird die Adresse Ihres Kontos. Andere Geräte werden abgemeldet. Bestätigen Sie nur, wenn Sie das angefordert haben: Wer es angefordert hat, behält das Konto.
address_confirm_submit = Bestätigen
address_confirmed_title = Ihre E-Mail-Adresse ist geändert
address_confirmed = Ab jetzt melden Sie sich mit der neuen Adresse an. Andere Geräte wurden abgemeldet.
address_undo_title = Änderung zurücknehmen?
address_undo = { $email } wird wieder die Adresse Ihres Kontos, und alle werden überall abgemeldet.
address_undo_submit = Änderung zurücknehmen
address_undone_title = Die Änderung ist zurückgenommen
address_undone = Ihr Konto hat wieder seine alte Adresse, und alle Geräte wurden abgemeldet. Wählen Sie jetzt ein neues Passwort, damit es niemand sonst kennt.

password_change_title = Passwort
password_present = Aktuelles Passwort
password_new = Neues Passwort
password_change_submit = Passwort ändern
password_changed = Ihr Passwort ist geändert. Andere Geräte wurden abgemeldet.
password_none = Ihr Konto hat kein Passwort. Sie melden sich auf andere Weise an.
password_wrong = Das ist nicht Ihr aktuelles Passwort. Prüfen Sie es und versuchen Sie es noch einmal.

activity_page = Aktivität · { $organization }
activity_title = Letzte Aktivität
activity_hint = Waren Sie etwas davon nicht? Ändern Sie Ihr Passwort und prüfen Sie Ihre Anmeldewege:
activity_none = Bisher ist nichts geschehen.
activity_older = Ältere Aktivität
activity_by_administrator = durch einen Administrator
activity_signed_in = Angemeldet
activity_sign_in_failed = Anmeldung fehlgeschlagen
activity_stepped_up = Identität bestätigt
activity_session_ended = Abgemeldet
activity_password_changed = Passwort geändert
activity_password_reset_requested = Neues Passwort angefordert
activity_method_added = Anmeldeweg hinzugefügt
activity_method_removed = Anmeldeweg entfernt
activity_second_factor_failed = Zweiter Schritt fehlgeschlagen
activity_recovery = Kontowiederherstellung
activity_address_changed = E-Mail-Adresse geändert
activity_profile_changed = Profil geändert
activity_account_made = Konto erstellt
activity_account_locked = Konto gesperrt oder entsperrt
activity_disowned = Als fremd gemeldet
activity_app_allowed = App zugelassen
activity_app_removed = App entfernt

data_page = Ihre Daten · { $organization }
data_download_hint = Alles, was über Sie gespeichert ist, als Datei: Profil, Anmeldewege, Geräte, Apps und die letzten Ereignisse. Passwörter und Schlüssel sind nicht enthalten.
data_download = Meine Daten herunterladen
data_delete_title = Konto löschen
data_delete_effect = { $days ->
    [0] Sie werden sofort überall abgemeldet, und Ihr Konto wird mit allem, was dazugehört, endgültig gelöscht.
   *[other] Sie werden sofort überall abgemeldet. Nach { $days } Tagen wird Ihr Konto mit allem, was dazugehört, endgültig gelöscht; bis dahin können Sie sich anmelden und es behalten.
}
data_delete = Mein Konto löschen
data_deletion_waits_title = Ihr Konto wird gelöscht
data_deletion_waits = Es wird am { $time } gelöscht. Um es zu behalten, melden Sie sich vorher an oder nutzen Sie den Link in der E-Mail, die wir Ihnen gesendet haben.
data_deletion_on = Ihr Konto wird mit allem, was dazugehört, gelöscht am
data_deletion_until = Ihr Konto wird mit allem, was dazugehört, am { $time } gelöscht.
data_keep = Konto behalten
data_keep_title = Konto behalten?
data_keep_sign_in = Anmelden
data_kept_title = Ihr Konto bleibt
data_kept = Es wird nichts gelöscht. Melden Sie sich an, um fortzufahren.
attribute_problems = Einige Felder brauchen einen anderen Wert.
attribute_missing = Füllen Sie dieses Feld aus.
attribute_length = Verwenden Sie { $min } bis { $max } Zeichen.
attribute_min = Geben Sie { $min } oder mehr ein.
attribute_max = Geben Sie { $max } oder weniger ein.
attribute_number = Geben Sie eine Zahl ein.
attribute_date = Geben Sie ein Datum ein, etwa 1990-05-31.
attribute_email = Geben Sie eine E-Mail-Adresse ein.
attribute_phone = Geben Sie eine Telefonnummer mit Landesvorwahl ein, etwa +49 30 123456.
attribute_choice = Wählen Sie eine der Möglichkeiten.
attribute_form = Dieser Wert hat nicht die Form, die hier erwartet wird.

mail_footer = Gesendet von { $organization }, { $issuer }
mail_link_as_text = Wenn die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse in Ihrem Browser:

mail_device = Gerät
mail_place = Ort
mail_time = Zeit
mail_asked_title = Angefordert von

mail_sign_up_subject = Bestätigen Sie Ihre E-Mail-Adresse für { $name }
mail_sign_up_title = Bestätigen Sie Ihre E-Mail-Adresse
mail_sign_up_text = Geben Sie diesen Code ein, um Ihr Konto bei { $name } fertig einzurichten:
mail_sign_up_button = Adresse bestätigen
mail_sign_up_valid = Code und Link funktionieren einmal, 24 Stunden lang.
mail_sign_up_not_you = Wenn Sie kein Konto erstellt haben, ignorieren Sie diese E-Mail, und verwenden Sie ihren Link nicht. Ohne den Code oder den Link passiert nichts.

mail_account_exists_subject = Sie haben bereits ein Konto bei { $name }
mail_account_exists_title = Sie haben bereits ein Konto
mail_account_exists_text = Jemand hat versucht, bei { $name } mit dieser E-Mail-Adresse ein Konto zu erstellen. Sie haben schon eines und können sich damit anmelden.
mail_account_exists_button = Anmelden
mail_account_exists_reset = Wenn Sie Ihr Passwort nicht mehr wissen, wählen Sie ein neues:
mail_account_exists_not_you = Wenn Sie das nicht waren, ignorieren Sie diese E-Mail. Es wurde nichts geändert.

mail_verify_subject = Bestätigen Sie Ihre E-Mail-Adresse für { $name }
mail_verify_title = Bestätigen Sie Ihre E-Mail-Adresse
mail_verify_text = Geben Sie diesen Code ein, um diese Adresse für Ihr Konto bei { $name } zu bestätigen:
mail_verify_button = Adresse bestätigen
mail_verify_valid = Code und Link funktionieren einmal, 24 Stunden lang.
mail_verify_not_you = Wenn Sie das nicht angefordert haben, ignorieren Sie diese E-Mail, und verwenden Sie ihren Link nicht. Ohne den Code oder den Link wird die Adresse nicht verwendet.

mail_reset_subject = Wählen Sie ein neues Passwort für { $name }
mail_reset_title = Wählen Sie ein neues Passwort
mail_reset_text = Jemand möchte das Passwort Ihres Kontos bei { $name } ersetzen.
mail_reset_button = Neues Passwort wählen
mail_reset_valid = Der Link funktioniert einmal, eine Stunde lang.
mail_reset_not_you = Wenn Sie das nicht waren, ignorieren Sie diese E-Mail. Ihr Passwort bleibt, wie es ist.

mail_code_subject = Ihr Anmeldecode für { $name }
mail_code_title = Ihr Anmeldecode
mail_code_text = Geben Sie diesen Code ein, um sich bei { $name } anzumelden:
mail_code_valid = Der Code funktioniert einmal, 10 Minuten lang.
mail_code_or_link = Oder verwenden Sie diesen Link in dem Browser, in dem Sie ihn angefordert haben.
mail_code_and_link_valid = Code und Link funktionieren einmal, 10 Minuten lang.
mail_code_warning = Geben Sie diesen Code niemals weiter. Wir fragen weder am Telefon noch per Chat oder E-Mail danach.
mail_code_not_you = Wenn Sie sich nicht anmelden wollten, ignorieren Sie diese E-Mail. Ohne den Code meldet sich niemand an.
mail_link_subject = Ihr Anmeldelink für { $name }
mail_link_title = Bei { $name } anmelden
mail_link_text = Verwenden Sie diesen Link in dem Browser, in dem Sie ihn angefordert haben.
mail_link_button = Anmelden
mail_link_valid = Der Link funktioniert einmal, 10 Minuten lang.
mail_link_not_you = Wenn Sie sich nicht anmelden wollten, ignorieren Sie diese E-Mail. Ohne den Link meldet sich niemand an.

mail_invitation_subject = Sie sind zu { $name } eingeladen
mail_invitation_title = Sie sind zu { $name } eingeladen
mail_invitation_text = Sie können Ihr Konto bei { $name } erstellen oder sich mit einem vorhandenen anmelden.
mail_invitation_text_by = { $inviter } lädt Sie zu { $name } ein. Sie können Ihr Konto erstellen oder sich mit einem vorhandenen anmelden.
mail_invitation_apps = Apps
mail_invitation_button = Einladung annehmen
mail_invitation_valid = Die Einladung endet am { $time }.
mail_invitation_not_you = Wenn Sie nicht wissen, worum es geht, ignorieren Sie diese E-Mail. Ohne Sie wird kein Konto erstellt.

mail_not_me_button = Das war ich nicht
mail_not_me_explained = Wenn Sie das nicht waren, sagen Sie es uns. Wir melden Sie überall ab, und Ihr Passwort funktioniert nicht mehr, bis Sie ein neues wählen.
mail_was_me = Wenn Sie das waren, müssen Sie nichts tun.

mail_address_changed_subject = Ihre E-Mail-Adresse bei { $name } wurde geändert
mail_address_changed_title = Ihre E-Mail-Adresse wurde geändert
mail_address_changed_text = Ihr Konto bei { $name } verwendet jetzt { $address }. E-Mails gehen ab jetzt dorthin.
mail_address_changed_button = Änderung rückgängig machen
mail_address_changed_explained = Wenn Sie das nicht waren, machen Sie die Änderung rückgängig. Das geht 7 Tage lang.
mail_address_replaced_text = Ihr Konto bei { $name } verwendet jetzt { $address }. Das hat ein Administrator geändert oder ein Dienst, der Ihr Konto verwaltet.
mail_address_replaced_explained = E-Mails gehen ab jetzt dorthin, und Links, die an diese Adresse gesendet wurden, funktionieren nicht mehr. Wenn Sie das nicht erwartet haben, fragen Sie die Betreiber von { $name }.
mail_address_proven_subject = Ihre E-Mail-Adresse bei { $name } ist bestätigt
mail_address_proven_title = Ihre E-Mail-Adresse ist bestätigt
mail_address_proven_text = Die Adresse Ihres Kontos bei { $name } wurde zum ersten Mal bestätigt. Ein Passwort, Passkeys und verknüpfte Konten, die vorher eingerichtet wurden, melden niemanden mehr an, und alle Geräte wurden abgemeldet. Richten Sie wieder ein, was Ihnen gehört.

mail_new_device_subject = Neue Anmeldung bei Ihrem Konto für { $name }
mail_new_device_title = Neue Anmeldung bei Ihrem Konto
mail_new_device_text = Ihr Konto bei { $name } wurde in einem Browser verwendet, in dem wir Sie noch nicht gesehen haben.

mail_password_changed_subject = Ihr Passwort für { $name } wurde geändert
mail_password_changed_title = Ihr Passwort wurde geändert
mail_password_changed_text = Das Passwort Ihres Kontos bei { $name } wurde geändert, und Ihre anderen Geräte wurden abgemeldet.

mail_guessed_subject = Viele falsche Passwörter für Ihr Konto bei { $name }
mail_guessed_title = Jemand hat viele falsche Passwörter eingegeben
mail_guessed_text = Für Ihr Konto bei { $name } wurden 100 falsche Passwörter in Folge eingegeben. Damit niemand weiter raten kann, meldet Ihr Passwort allein Sie jetzt nur noch in Browsern an, in denen Sie sich schon einmal angemeldet haben.
mail_guessed_explained = Überall sonst wählen Sie ein neues Passwort oder melden sich auf andere Weise an, zum Beispiel mit einem Passkey. Das endet, wenn Sie ein neues Passwort wählen oder sich mit Ihrem Passwort in einem Browser anmelden, den Sie schon benutzt haben.

mail_factor_subject = Die Anmeldemethoden Ihres Kontos bei { $name } wurden geändert
mail_factor_text = Die Anmeldemethoden Ihres Kontos bei { $name } wurden geändert.
mail_passkey_added = Ihrem Konto wurde ein Passkey hinzugefügt
mail_passkey_removed = Ein Passkey wurde aus Ihrem Konto entfernt
mail_security_key_added = Ihrem Konto wurde ein Sicherheitsschlüssel hinzugefügt
mail_security_key_removed = Ein Sicherheitsschlüssel wurde aus Ihrem Konto entfernt
mail_authenticator_added = Ihrem Konto wurde eine Authenticator-App hinzugefügt
mail_authenticator_removed = Die Authenticator-App wurde aus Ihrem Konto entfernt
mail_recovery_codes_added = Für Ihr Konto wurden neue Wiederherstellungscodes erstellt
mail_password_removed = Das Passwort Ihres Kontos wurde entfernt
mail_recovery_codes_removed = Die Wiederherstellungscodes Ihres Kontos wurden entfernt
mail_connected_added = { $provider } wurde mit Ihrem Konto verknüpft
mail_connected_removed = { $provider } wurde von Ihrem Konto getrennt
mail_code_given = Ein Administrator hat einen einmaligen Code für Ihr Konto erstellt

mail_recovery_subject = Jemand möchte wieder Zugang zu Ihrem Konto bei { $name }
mail_recovery_title = Jemand möchte wieder Zugang zu Ihrem Konto
mail_recovery_text = Jemand gibt an, den zweiten Schritt der Anmeldung bei Ihrem Konto für { $name } verloren zu haben. Ab { $time } kann sich diese Person ohne ihn anmelden, wenn Sie nicht widersprechen.
mail_recovery_button = Ablehnen
mail_recovery_explained = Wenn Sie das nicht waren, lehnen Sie jetzt ab und ändern Sie Ihr Passwort.
mail_recovery_ready_subject = Sie können wieder auf Ihr Konto bei { $name } zugreifen
mail_recovery_ready_title = Sie können wieder auf Ihr Konto zugreifen
mail_recovery_ready_text = Niemand hat Ihre Anfrage abgelehnt. Schalten Sie die Bestätigung in zwei Schritten aus, melden Sie sich dann an und richten Sie sie neu ein.
mail_recovery_ready_button = Bestätigung in zwei Schritten ausschalten
mail_recovery_ready_valid = Der Link funktioniert einmal, bis { $time }.
mail_recovery_ready_not_you = Wenn Sie das nicht beantragt haben, verwenden Sie den Link nicht und ändern Sie Ihr Passwort.

mail_deletion_subject = Ihr Konto bei { $name } wird gelöscht
mail_deletion_title = Ihr Konto wird gelöscht
mail_deletion_text = Ihr Konto bei { $name } wird mit allem, was dazugehört, am { $time } gelöscht. Bis dahin können Sie es sich anders überlegen.
mail_deletion_button = Konto behalten
mail_deletion_explained = Wenn Sie das nicht waren, behalten Sie das Konto und ändern Sie Ihr Passwort.

mail_deleted_subject = Ihr Konto bei { $name } ist gelöscht
mail_deleted_title = Ihr Konto ist gelöscht
mail_deleted_text = Ihr Konto bei { $name } wurde mit allem, was dazugehört, am { $time } gelöscht. Sie hören nicht mehr von uns.

mail_test_subject = Test-E-Mail von { $name }
mail_test_title = Diese E-Mail ist angekommen
mail_test_text = Ein Administrator von { $name } hat sie am { $time } gesendet, um zu prüfen, ob E-Mails ankommen. Sie müssen nichts tun.

dev_mail_page = E-Mails · { $organization }
dev_mail_title = E-Mails
dev_mail_explained = Hier gibt es keinen Mailserver, deshalb landen E-Mails auf dieser Seite. Die letzten 200 bleiben im Speicher dieses Prozesses, bis er endet; ein anderer Prozess mit derselben Datenbank hat seine eigenen.
dev_mail_none = Noch keine E-Mails. Laden Sie diese Seite neu, nachdem etwas gesendet wurde.
dev_mail_to = An { $address }
dev_mail_sent = Gesendet am { $when }
dev_mail_html = Als HTML anzeigen

not_me_title = Waren Sie das nicht?
not_me_happened = Ihr Konto wurde am { $when } verwendet oder geändert.
not_me_explained = Wenn Sie das nicht waren, melden wir Sie auf allen Geräten und in allen Apps ab, und Ihr Passwort funktioniert nicht mehr. Danach wählen Sie ein neues.
not_me_button = Mein Konto schützen
not_me_done_title = Ihr Konto ist geschützt
not_me_done = Sie sind überall abgemeldet, und Ihr altes Passwort funktioniert nicht mehr. Wählen Sie jetzt ein neues.
not_me_done_without_password = Sie sind überall abgemeldet. Sie melden sich mit einem Konto bei einem anderen Anbieter an: Ändern Sie auch dort das Passwort.
not_me_factors_wait = Der hinzugefügte zweite Schritt bleibt vorerst bestehen, damit niemand allein über Ihre E-Mails hineinkommt. Am { $when } senden wir Ihnen einen Link, der ihn entfernt.
not_me_factors_stay = Der hinzugefügte zweite Schritt bleibt bestehen, damit niemand allein über Ihre E-Mails hineinkommt. Wenn er nicht von Ihnen ist, bitten Sie Ihren Administrator, ihn zu entfernen.
not_me_done_apps = Bei Apps kann die Abmeldung ein paar Minuten dauern. Sehen Sie sich nach der nächsten Anmeldung die Anmeldemethoden Ihres Kontos an, und entfernen Sie die, die Sie nicht kennen.
not_me_choose_password = Neues Passwort wählen
not_me_sign_in = Anmelden
not_me_used_title = Das ist bereits geschehen
not_me_used = Ihr Konto wurde geschützt, nachdem diese E-Mail gesendet wurde. Wenn Sie seitdem kein neues Passwort gewählt haben, tun Sie es jetzt.
not_me_invalid_title = Dieser Link funktioniert nicht
not_me_invalid = Er ist älter als 7 Tage, oder ein Teil der Adresse fehlt. Wenn Sie glauben, dass jemand anders Ihr Konto verwendet, wählen Sie ein neues Passwort.

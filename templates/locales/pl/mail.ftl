mail_footer = Wysłano przez { $organization }, { $issuer }
mail_link_as_text = Jeśli przycisk nie działa, otwórz ten adres w przeglądarce:

mail_device = Urządzenie
mail_place = Miejsce
mail_time = Data i godzina
mail_asked_title = Skąd wysłano prośbę

mail_sign_up_subject = Potwierdź adres e-mail do { $name }
mail_sign_up_title = Potwierdź adres e-mail
mail_sign_up_text = Wpisz ten kod, aby dokończyć tworzenie konta w { $name }:
mail_sign_up_button = Potwierdź adres
mail_sign_up_valid = Kod i link działają jeden raz, przez 24 godziny.
mail_sign_up_not_you = Jeśli nie tworzysz konta, zignoruj tę wiadomość i nie używaj linku. Bez kodu lub linku nic się nie stanie.

mail_account_exists_subject = Masz już konto w { $name }
mail_account_exists_title = Masz już konto
mail_account_exists_text = Ktoś próbował utworzyć konto w { $name } z tym adresem e-mail. Masz już konto, więc możesz się zalogować.
mail_account_exists_button = Zaloguj się
mail_account_exists_reset = Jeśli nie pamiętasz hasła, wybierz nowe:
mail_account_exists_not_you = Jeśli to nie Ty, zignoruj tę wiadomość. Nic się nie zmieniło.

mail_verify_subject = Potwierdź adres e-mail do { $name }
mail_verify_title = Potwierdź adres e-mail
mail_verify_text = Wpisz ten kod, aby potwierdzić ten adres dla swojego konta w { $name }:
mail_verify_button = Potwierdź adres
mail_verify_valid = Kod i link działają jeden raz, przez 24 godziny.
mail_verify_not_you = Jeśli to nie Twoja prośba, zignoruj tę wiadomość i nie używaj linku. Bez kodu lub linku adres nie zostanie użyty.

mail_reset_subject = Wybierz nowe hasło do { $name }
mail_reset_title = Wybierz nowe hasło
mail_reset_text = Ktoś poprosił o zmianę hasła do Twojego konta w { $name }.
mail_reset_button = Wybierz nowe hasło
mail_reset_valid = Link działa jeden raz, przez godzinę.
mail_reset_not_you = Jeśli to nie Ty, zignoruj tę wiadomość. Hasło pozostaje bez zmian.

mail_code_subject = Twój kod logowania do { $name }
mail_code_title = Twój kod logowania
mail_code_text = Wpisz ten kod, aby zalogować się do { $name }:
mail_code_valid = Kod działa jeden raz, przez 10 minut.
mail_code_or_link = Możesz też użyć tego linku w przeglądarce, z której wysłano prośbę.
mail_code_and_link_valid = Kod i link działają raz, przez 10 minut.
mail_code_warning = Nigdy nie podawaj nikomu tego kodu. Nie prosimy o niego przez telefon, czat ani e-mail.
mail_code_not_you = Jeśli nie próbujesz się zalogować, zignoruj tę wiadomość. Nikt nie zaloguje się bez kodu.
mail_link_subject = Twój link do logowania w { $name }
mail_link_title = Zaloguj się do { $name }
mail_link_text = Użyj tego linku w przeglądarce, z której wysłano prośbę.
mail_link_button = Zaloguj się
mail_link_valid = Link działa jeden raz, przez 10 minut.
mail_link_not_you = Jeśli nie próbujesz się zalogować, zignoruj tę wiadomość. Nikt nie zaloguje się bez linku.

mail_invitation_subject = Masz zaproszenie do { $name }
mail_invitation_title = Masz zaproszenie do { $name }
mail_invitation_text = Możesz utworzyć konto w { $name } albo zalogować się na istniejące.
mail_invitation_text_by = { $inviter } zaprasza Cię do { $name }. Możesz utworzyć konto albo zalogować się na istniejące.
mail_invitation_apps = Aplikacje
mail_invitation_button = Przyjmij zaproszenie
mail_invitation_valid = Zaproszenie wygasa { $time }.
mail_invitation_not_you = Jeśli nie wiesz, czego to dotyczy, zignoruj tę wiadomość. Bez Ciebie nie powstanie żadne konto.

mail_not_me_button = To nie ja
mail_not_me_explained = Jeśli to nie Ty, daj nam znać. Wylogujemy Cię wszędzie, a hasło przestanie działać, dopóki nie wybierzesz nowego.
mail_was_me = Jeśli to Ty, nie musisz nic robić.

mail_address_changed_subject = Zmieniono Twój adres e-mail w { $name }
mail_address_changed_title = Zmieniono Twój adres e-mail
mail_address_changed_text = Twoje konto w { $name } używa teraz adresu { $address }. Od teraz wiadomości będą tam wysyłane.
mail_address_changed_button = Cofnij zmianę
mail_address_changed_explained = Jeśli to nie Ty, cofnij zmianę. Możesz to zrobić przez 7 dni.
mail_address_replaced_text = Twoje konto w { $name } używa teraz adresu { $address }. Zmienił to administrator lub usługa, która zarządza Twoim kontem.
mail_address_replaced_explained = Od teraz wiadomości będą tam wysyłane, a linki wysłane na ten adres już nie działają. Jeśli się tego nie spodziewasz, zapytaj osoby prowadzące { $name }.
mail_address_proven_subject = Twój adres e-mail w { $name } jest potwierdzony
mail_address_proven_title = Twój adres e-mail jest potwierdzony
mail_address_proven_text = Adres Twojego konta w { $name } został potwierdzony po raz pierwszy. Hasło, klucze dostępu i połączone konta ustawione wcześniej nikogo już nie logują, a wszystkie urządzenia zostały wylogowane. Ustaw ponownie to, co należy do Ciebie.

mail_new_device_subject = Nowe logowanie na Twoje konto w { $name }
mail_new_device_title = Nowe logowanie na Twoje konto
mail_new_device_text = Twojego konta w { $name } użyto w przeglądarce, której jeszcze nie znamy.

mail_password_changed_subject = Zmieniono Twoje hasło do { $name }
mail_password_changed_title = Zmieniono Twoje hasło
mail_password_changed_text = Zmieniono hasło do Twojego konta w { $name }, a inne Twoje urządzenia zostały wylogowane.

mail_guessed_subject = Wiele błędnych haseł do Twojego konta w { $name }
mail_guessed_title = Ktoś wpisał wiele błędnych haseł
mail_guessed_text = Do Twojego konta w { $name } wpisano 100 błędnych haseł z rzędu. Aby nikt nie mógł zgadywać dalej, samo hasło pozwala teraz zalogować się tylko w przeglądarkach, w których nastąpiło już logowanie na to konto.
mail_guessed_explained = W innych miejscach wybierz nowe hasło lub zaloguj się w inny sposób, na przykład kluczem dostępu. To się kończy, gdy wybierzesz nowe hasło lub zalogujesz się swoim hasłem w używanej już przeglądarce.

mail_factor_subject = Zmieniły się sposoby logowania na Twoje konto w { $name }
mail_factor_text = Zmieniły się sposoby logowania na Twoje konto w { $name }.
mail_passkey_added = Do Twojego konta dodano klucz dostępu
mail_passkey_removed = Z Twojego konta usunięto klucz dostępu
mail_security_key_added = Do Twojego konta dodano klucz bezpieczeństwa
mail_security_key_removed = Z Twojego konta usunięto klucz bezpieczeństwa
mail_authenticator_added = Do Twojego konta dodano aplikację uwierzytelniającą
mail_authenticator_removed = Z Twojego konta usunięto aplikację uwierzytelniającą
mail_recovery_codes_added = Dla Twojego konta utworzono nowe kody odzyskiwania
mail_password_removed = Z Twojego konta usunięto hasło
mail_recovery_codes_removed = Z Twojego konta usunięto kody odzyskiwania
mail_connected_added = Z Twoim kontem połączono { $provider }
mail_connected_removed = Od Twojego konta odłączono { $provider }
mail_code_given = Administrator utworzył jednorazowy kod do Twojego konta

mail_recovery_subject = Ktoś prosi o odzyskanie dostępu do Twojego konta w { $name }
mail_recovery_title = Ktoś prosi o odzyskanie dostępu do Twojego konta
mail_recovery_text = Ktoś twierdzi, że nie ma już dostępu do drugiego etapu logowania na Twoje konto w { $name }. Będzie można zalogować się bez niego od { $time }, chyba że odmówisz.
mail_recovery_button = Odmów
mail_recovery_explained = Jeśli to nie Ty, odmów teraz i zmień hasło.
mail_recovery_ready_subject = Możesz odzyskać dostęp do konta w { $name }
mail_recovery_ready_title = Możesz odzyskać dostęp do konta
mail_recovery_ready_text = Nikt nie odrzucił Twojej prośby. Wyłącz weryfikację dwuetapową, a potem zaloguj się i skonfiguruj ją ponownie.
mail_recovery_ready_button = Wyłącz weryfikację dwuetapową
mail_recovery_ready_valid = Link działa jeden raz, do { $time }.
mail_recovery_ready_not_you = Jeśli to nie Twoja prośba, nie używaj linku i zmień hasło.

mail_deletion_subject = Twoje konto w { $name } zostanie usunięte
mail_deletion_title = Twoje konto zostanie usunięte
mail_deletion_text = Twoje konto w { $name } i cała jego zawartość zostaną usunięte { $time }. Do tego czasu możesz zmienić zdanie.
mail_deletion_button = Zachowaj moje konto
mail_deletion_explained = Jeśli to nie Ty, zachowaj konto i zmień hasło.

mail_deleted_subject = Twoje konto w { $name } zostało usunięte
mail_deleted_title = Twoje konto zostało usunięte
mail_deleted_text = Twoje konto w { $name } i cała jego zawartość zostały usunięte { $time }. Nie będziemy już do Ciebie pisać.

mail_test_subject = Wiadomość testowa z { $name }
mail_test_title = Ta wiadomość dotarła
mail_test_text = Administrator { $name } wysyła tę wiadomość ({ $time }), aby sprawdzić, czy poczta dociera. Nie musisz nic robić.

dev_mail_page = Wiadomości · { $organization }
dev_mail_title = Wiadomości
dev_mail_explained = Nie ma tu serwera poczty, więc wiadomości trafiają na tę stronę. Ostatnie 200 pozostaje w pamięci tego procesu, dopóki działa; inny proces z tą samą bazą danych ma własne.
dev_mail_none = Nie ma jeszcze wiadomości. Odśwież tę stronę po wysłaniu.
dev_mail_to = Do { $address }
dev_mail_sent = Wysłano { $when }
dev_mail_html = Pokaż jako HTML

not_me_title = To nie Ty?
not_me_happened = Twoje konto zostało użyte lub zmienione { $when }.
not_me_explained = Jeśli to nie Ty, wylogujemy Cię na wszystkich urządzeniach i ze wszystkich aplikacji, a hasło przestanie działać. Potem wybierzesz nowe.
not_me_button = Zabezpiecz moje konto
not_me_done_title = Twoje konto jest zabezpieczone
not_me_done = Wylogowano Cię wszędzie, a stare hasło już nie działa. Wybierz teraz nowe.
not_me_done_without_password = Wylogowano Cię wszędzie. Logujesz się kontem innego dostawcy: zmień hasło także tam.
not_me_factors_wait = Dodany drugi krok na razie pozostaje, aby nikt nie wszedł przy użyciu samej poczty e-mail. { $when } wyślemy Ci link, który go usuwa.
not_me_factors_stay = Dodany drugi krok pozostaje, aby nikt nie wszedł przy użyciu samej poczty e-mail. Jeśli nie jest Twój, poproś administratora o jego usunięcie.
not_me_done_apps = Wylogowanie z aplikacji może potrwać kilka minut. Po ponownym zalogowaniu sprawdź sposoby logowania na swoje konto i usuń te, których nie znasz.
not_me_choose_password = Wybierz nowe hasło
not_me_sign_in = Zaloguj się
not_me_used_title = To już zrobione
not_me_used = Twoje konto zabezpieczono po wysłaniu tej wiadomości. Jeśli od tego czasu hasło się nie zmieniło, wybierz teraz nowe.
not_me_invalid_title = Ten link nie działa
not_me_invalid = Ma więcej niż 7 dni albo brakuje części adresu. Jeśli uważasz, że ktoś inny używa Twojego konta, wybierz nowe hasło.

account_page = Twoje konto · { $organization }
account_switch = Przełącz konto
account_add = Dodaj konto
account_sign_out = Wyloguj się
account_email = E-mail
account_username = Nazwa użytkownika

account_methods_title = Jak się logujesz
account_password = Hasło
account_password_detail = Ustawione dla tego konta
account_connected_since = Połączono { $when }
account_disconnect = Odłącz { $provider }
account_connect = Połącz { $provider }

account_devices_title = Urządzenia
account_this_device = ta przeglądarka
account_session_since = Zalogowano { $when }
account_session_seen = Ostatnio używane { $when }
account_session_apps = Otwarte aplikacje: { $apps }
account_session_end = Wyloguj
account_sessions_end_others = Wyloguj ze wszystkich innych urządzeń

device_browser_on_system = { $browser } w systemie { $system }
device_unknown = Nieznana przeglądarka

place_with_address = { $place } ({ $address })

receipts_title = Wylogowania z ostatniej doby
receipt_delivered = Wylogowano { $when }
receipt_waiting = Trwa wylogowywanie
receipt_retrying = Jeszcze nie odpowiada; ostatnia próba { $when }
receipt_given_up = { $count ->
    [one] Brak odpowiedzi, jedna próba
    [few] Brak odpowiedzi, { $count } próby
    [many] Brak odpowiedzi, { $count } prób
   *[other] Brak odpowiedzi, { $count } próby
}
receipt_send_again = Wyślij ponownie

account_apps_title = Twoje aplikacje
account_apps_none = Nie używasz jeszcze żadnej aplikacji. Aplikacje, w których się zalogujesz, pojawią się tutaj.
account_app_allowed = Może używać: { $scope }
account_app_allowed_since = Zezwolono { $when }
account_app_trusted = Udostępniona przez Twoją organizację
account_app_open = Otwórz { $app }
account_app_remove = Usuń dostęp
account_app_sign_out = Wyloguj z { $app }
account_navigation = Twoje konto
account_nav_overview = Przegląd
account_nav_profile = Profil
account_nav_security = Bezpieczeństwo
account_nav_activity = Aktywność
account_nav_data = Twoje dane

profile_page = Profil · { $organization }
profile_save = Zapisz
profile_saved = Profil został zapisany.
profile_address_saved = Adres e-mail został zmieniony. Inne urządzenia zostały wylogowane.
profile_given_name = Imię
profile_family_name = Nazwisko
profile_nickname = Pseudonim
profile_website = Strona internetowa
profile_language = Język
profile_language_of_browser = Taki jak w przeglądarce
profile_time_zone = Strefa czasowa
profile_picture = Zdjęcie
profile_picture_yours = Twoje zdjęcie
profile_picture_choose = Wybierz plik
profile_picture_hint = PNG, JPEG, WebP lub GIF, najwyżej 5 MB. Aplikacje, do których się logujesz, mogą je pokazywać.
profile_picture_save = Zapisz zdjęcie
profile_picture_remove = Usuń zdjęcie
profile_picture_saved = Zdjęcie zostało zapisane.
profile_picture_removed = Zdjęcie zostało usunięte.
profile_picture_none = Najpierw wybierz plik.
profile_picture_too_large = Plik ma więcej niż 5 MB. Wybierz mniejszy.
profile_picture_no_picture = To nie jest PNG, JPEG, WebP ani GIF. Wybierz inny plik.
profile_picture_damaged = Obraz jest uszkodzony. Zapisz go ponownie w programie graficznym i wybierz jeszcze raz.
profile_picture_too_many_pixels = Obraz jest za duży. Zmniejsz go poniżej 10 000 pikseli z każdej strony.
profile_picture_more_than_a_picture = Plik zawiera coś poza obrazem. Zapisz go ponownie jako JPEG lub PNG i wybierz ten plik.
profile_username_hint = Możesz się nią logować. Bez spacji i bez znaku @.
profile_username_wrong = Nazwa użytkownika ma najwyżej 64 znaki, bez spacji i bez znaku @.
profile_username_taken = Ta nazwa użytkownika jest już zajęta. Wybierz inną.
profile_username_reserved = Ta nazwa użytkownika jest zastrzeżona albo wygląda jak zastrzeżona. Wybierz inną.
profile_username_disguised = Ta nazwa użytkownika miesza litery różnych alfabetów albo wygląda jak nazwa zapisana literami łacińskimi. Wybierz inną.
profile_value_wrong = Jedno z pól jest za długie albo zawiera znaki, których nie można wyświetlić. Każde mieści 200 znaków.
profile_website_wrong = Wpisz adres internetowy zaczynający się od https:// albo pozostaw pole puste.
profile_time_zone_wrong = Wpisz strefę czasową, np. Europe/Berlin, albo pozostaw pole puste.
profile_conflict = Konto zostało w tym samym czasie zmienione. Sprawdź stronę jeszcze raz i zapisz.
profile_address_verified = potwierdzony
profile_new_address = Nowy adres e-mail
profile_address_hint = Wyślemy tam kod. Powiadomimy też stary adres, z którego przez siedem dni można cofnąć zmianę.
profile_address_change = Zmień adres e-mail
profile_address_wrong = Wpisz adres e-mail inny niż obecny, na przykład ada@example.com.
profile_address_no_mail = Adresu e-mail nie można tu teraz zmienić. Zapytaj administratora.
profile_address_of_provider = Adresy e-mail w tej domenie należą do { $provider }. Najpierw połącz swoje konto { $provider } albo podaj inny adres.

address_confirm_title = Potwierdź nowy adres e-mail
address_confirm = { $email } stanie się adresem Twojego konta. Inne urządzenia zostaną wylogowane. Potwierdź tylko wtedy, gdy to Twoja prośba: konto zachowa ten, kto o to poprosił.
address_confirm_submit = Potwierdź
address_confirmed_title = Adres e-mail został zmieniony
address_confirmed = Od teraz logujesz się nowym adresem. Inne urządzenia zostały wylogowane.
address_undo_title = Cofnąć zmianę?
address_undo = { $email } znów stanie się adresem Twojego konta, a wszystkie urządzenia zostaną wylogowane.
address_undo_submit = Cofnij zmianę
address_undone_title = Zmiana została cofnięta
address_undone = Twoje konto znów ma stary adres, a wszystkie urządzenia zostały wylogowane. Wybierz teraz nowe hasło, aby nikt inny go nie znał.

password_change_title = Hasło
password_present = Obecne hasło
password_new = Nowe hasło
password_change_submit = Zmień hasło
password_changed = Hasło zostało zmienione. Inne urządzenia zostały wylogowane.
password_none = Twoje konto nie ma hasła. Logujesz się inaczej.
password_wrong = To nie jest Twoje obecne hasło. Sprawdź je i spróbuj ponownie.

activity_page = Aktywność · { $organization }
activity_title = Ostatnia aktywność
activity_hint = Coś nie pochodzi od Ciebie? Zmień hasło i sprawdź swoje sposoby logowania:
activity_none = Nic się jeszcze nie wydarzyło.
activity_older = Starsza aktywność
activity_by_administrator = przez administratora
activity_signed_in = Zalogowano
activity_sign_in_failed = Nieudane logowanie
activity_stepped_up = Potwierdzono tożsamość
activity_session_ended = Wylogowano
activity_password_changed = Zmieniono hasło
activity_password_reset_requested = Poproszono o nowe hasło
activity_method_added = Dodano sposób logowania
activity_method_removed = Usunięto sposób logowania
activity_second_factor_failed = Nieudany drugi krok
activity_recovery = Odzyskiwanie konta
activity_address_changed = Zmieniono adres e-mail
activity_profile_changed = Zmieniono profil
activity_account_made = Utworzono konto
activity_account_locked = Zablokowano lub odblokowano konto
activity_disowned = Zgłoszono jako obce
activity_app_allowed = Zezwolono aplikacji
activity_app_removed = Usunięto aplikację

data_page = Twoje dane · { $organization }
data_download_hint = Wszystko, co jest o Tobie zapisane, w jednym pliku: profil, sposoby logowania, urządzenia, aplikacje i ostatnia aktywność. Bez haseł i kluczy.
data_download = Pobierz moje dane
data_delete_title = Usuń konto
data_delete_effect = { $days ->
    [0] Zostaniesz od razu wylogowany wszędzie, a konto z całą zawartością zostanie trwale usunięte.
   *[other] Zostaniesz od razu wylogowany wszędzie. Po { $days } dniach konto z całą zawartością zostanie trwale usunięte; do tego czasu możesz się zalogować i je zachować.
}
data_delete = Usuń moje konto
data_deletion_waits_title = Konto zostanie usunięte
data_deletion_waits = Zostanie usunięte { $time }. Aby je zachować, zaloguj się wcześniej lub użyj linku z e-maila, który wysłaliśmy.
data_deletion_on = Konto z całą zawartością zostanie usunięte
data_deletion_until = Konto z całą zawartością zostanie usunięte { $time }.
data_keep = Zachowaj moje konto
data_keep_title = Zachować konto?
data_keep_sign_in = Zaloguj się
data_kept_title = Konto pozostaje
data_kept = Nic nie zostanie usunięte. Zaloguj się, aby kontynuować.
attribute_problems = Niektóre pola wymagają innej wartości.
attribute_missing = Wypełnij to pole.
attribute_length = Użyj od { $min } do { $max } znaków.
attribute_min = Podaj { $min } lub więcej.
attribute_max = Podaj { $max } lub mniej.
attribute_number = Podaj liczbę.
attribute_date = Podaj datę, na przykład 1990-05-31.
attribute_email = Podaj adres e-mail.
attribute_phone = Podaj numer telefonu z kodem kraju, na przykład +48 22 123 45 67.
attribute_choice = Wybierz jedną z opcji.
attribute_form = Ta wartość nie ma oczekiwanej tutaj postaci.

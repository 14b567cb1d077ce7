sign_up_page = Utwórz konto · { $organization }
sign_up_title = Utwórz konto
sign_up_link = Utwórz konto
sign_up_have_account = Mam już konto
sign_up_email = E-mail
sign_up_submit = Dalej
sign_up_leave_empty = Pozostaw to pole puste
sign_up_no_address = Wpisz adres e-mail, na przykład ada@example.com.
sign_up_unmailable_address = Na ten adres nie można wysłać e-maila. Przed znakiem @ mogą być litery od a do z, cyfry, pojedyncze kropki i znaki takie jak + i -.
sign_up_other_domain = Konta są tu tylko dla adresów e-mail z określonych domen. Użyj adresu swojej organizacji.
sign_up_disposable = Użyj adresu e-mail, który zachowasz. Nie przyjmujemy adresów tymczasowych.

sign_up_code_page = Sprawdź pocztę · { $organization }
sign_up_code_title = Sprawdź pocztę
sign_up_code_sent = Wysłaliśmy wiadomość na adres { $email }. Wpisz z niej sześciocyfrowy kod albo otwórz zawarty w niej link na dowolnym urządzeniu.
sign_up_code = Kod
sign_up_code_submit = Dalej
sign_up_code_wrong = { $left ->
    [one] Ten kod jest nieprawidłowy. Pozostała { $left } próba.
    [few] Ten kod jest nieprawidłowy. Pozostały { $left } próby.
    [many] Ten kod jest nieprawidłowy. Pozostało { $left } prób.
   *[other] Ten kod jest nieprawidłowy. Pozostało prób: { $left }.
}
sign_up_code_again = Wyślij ponownie
sign_up_code_again_hint = Nie ma wiadomości? Najpierw zajrzyj do folderu ze spamem.
sign_up_code_sent_again = Wysłaliśmy kolejną wiadomość. Kod z pierwszej już nie działa.
sign_up_code_too_soon = Poczekaj minutę, zanim poprosisz o kolejną wiadomość.
sign_up_other_address = Użyj innego adresu e-mail

sign_up_confirm_page = Potwierdź adres e-mail · { $organization }
sign_up_confirm_title = Czy to Ty?
sign_up_confirm = Ktoś tworzy konto z adresem { $email }, { $device }, z adresu { $address }, { $when }.
sign_up_confirm_warning = Potwierdź tylko, jeśli to Ty: z konta będzie korzystać osoba, która o to prosi.
sign_up_confirm_submit = Tak, potwierdź mój adres e-mail
sign_up_confirmed_page = Adres e-mail potwierdzony · { $organization }
sign_up_confirmed_title = Adres e-mail potwierdzony
sign_up_confirmed = Wróć do przeglądarki, w której wszystko się zaczęło. Dalszy ciąg nastąpi tam automatycznie.

sign_up_complete_page = Dokończ tworzenie konta · { $organization }
sign_up_complete_title = Prawie gotowe
sign_up_complete = Adres { $email } jest potwierdzony.
sign_up_name = Imię i nazwisko
sign_up_no_name = Wpisz imię i nazwisko.
sign_up_terms = Akceptuję warunki korzystania z usługi
sign_up_terms_read = Przeczytaj warunki korzystania z usługi
sign_up_terms_missing = Zaakceptuj warunki korzystania z usługi, aby utworzyć konto.
sign_up_complete_submit = Utwórz konto
sign_up_use_password = Wybierz zamiast tego hasło
sign_up_taken_title = Masz już konto
sign_up_taken = Istnieje już konto z tym adresem e-mail.
sign_up_taken_remedy = Zaloguj się na nie. Jeśli nie znasz hasła, wybierz tam nowe.
sign_up_off_title = Nie ma tu nowych kont
sign_up_off = Nie można tu teraz tworzyć kont.
sign_up_off_remedy = Poproś administratora o zaproszenie lub konto.

forgot_password_link = Nie pamiętasz hasła?
forgot_password_page = Wybierz nowe hasło · { $organization }
forgot_password_title = Wybierz nowe hasło
forgot_password = Wpisz adres e-mail lub nazwę użytkownika. Wyślemy Ci link.
forgot_password_submit = Wyślij link
forgot_password_sent_title = Sprawdź pocztę
forgot_password_sent = Jeśli istnieje konto dla { $name }, wiadomość z linkiem jest już w drodze. Link działa jeden raz, przez godzinę.
forgot_password_sent_hint = Po kilku minutach nadal nie ma wiadomości? Zajrzyj do folderu ze spamem albo sprawdź, czy tym się logujesz.
forgot_password_back = Wróć do logowania
reset_password_title = Wybierz nowe hasło
reset_password = Dla { $name }. Nastąpi wylogowanie wszędzie.
reset_password_submit = Zapisz hasło
reset_password_done_page = Hasło zmienione · { $organization }
reset_password_done_title = Hasło zostało zmienione
reset_password_done = Wszystkie urządzenia zostały wylogowane. Zaloguj się nowym hasłem.
reset_password_sign_in = Zaloguj się
reset_off_title = Nie wysyłamy stąd wiadomości
reset_off = Nie można teraz uzyskać nowego hasła przez e-mail.
reset_off_remedy = Poproś administratora o nowe hasło.

token_unknown_title = Ten link nie działa
token_unknown = Link jest niepełny albo został otwarty w innej przeglądarce niż ta, dla której jest przeznaczony.
token_used_title = Ten link został już użyty
token_used = Każdy link i kod działa jeden raz, a ten został już użyty.
token_replaced_title = Istnieje nowszy link
token_replaced = Po tej wiadomości wysłaliśmy kolejną albo link został wycofany.
token_outdated_title = Ten link już nie działa
token_outdated = Konto zmieniło się po wysłaniu wiadomości.
token_expired_title = Ten link wygasł
token_expired = Czas, w którym działał, minął.
token_too_many_tries_title = Zbyt wiele kodów
token_too_many_tries = Tego kodu próbowano zbyt wiele razy i już nie działa.
token_remedy = Zacznij od nowa, a wyślemy Ci nowy.
token_sign_up_used_remedy = Jeśli konto jest już utworzone, zaloguj się. W przeciwnym razie zacznij od nowa, a wyślemy Ci nowy.
token_change_address_remedy = Sprawdź swój profil. Jeśli nie ma tam nowego adresu, zacznij tam od nowa.
token_change_address_withdrawn = Użytkownicy z takimi adresami logują się w innym miejscu, więc Twoje konto nie może go mieć.
token_invitation_replaced = Zaproszenie zostało wycofane albo wysłano nowsze.
token_invitation_remedy = Jeśli zaproszenie jest już przyjęte, zaloguj się. W przeciwnym razie poproś o nowe osobę, która Cię zaprosiła.
token_first_owner_remedy = Jeśli ten serwer ma już właściciela, zaloguj się. W przeciwnym razie uruchom serwer ponownie: wyświetli nowy link.
token_recovery_replaced = Prośba została odrzucona albo po tej wiadomości wysłaliśmy kolejną.
token_recovery_remedy = Zaloguj się. Jeśli pojawi się prośba o drugi etap, którego nie masz, zacznij tam od nowa.
token_refuse_recovery_over = Prośba została już odrzucona albo jest zakończona.
token_refuse_recovery_remedy = Zaloguj się i sprawdź, jak chronione jest Twoje konto. Jeśli to nie Twoja prośba, zmień hasło: osoba, która o to prosiła, je zna.
token_undo_address_used = Zmiana została już cofnięta: Twoje konto znów ma stary adres.
token_undo_address_used_remedy = Zaloguj się adresem, na który przyszła wiadomość. Jeśli hasło nie działa, wybierz tam nowe.
token_undo_address_remedy = Zaloguj się i sprawdź adres swojego konta. Jeśli to nie Twoja zmiana, poproś administratora o pomoc.
token_undo_deletion_over = Usunięcie zostało już cofnięte albo po tej wiadomości poproszono o nie ponownie.
token_undo_deletion_remedy = Zaloguj się, aby zobaczyć swoje konto. Jeśli nie jest to już możliwe, zostało usunięte.
token_start_again = Zacznij od nowa

invitation_page = Zaproszenie · { $organization }
invitation_title = Masz zaproszenie do { $organization }
invitation = To zaproszenie wysłano na adres { $email }.
invitation_by = { $inviter } wysyła to zaproszenie na adres { $email }.
invitation_apps = Dotyczy: { $apps }.
invitation_accept_as = Przyjmij jako { $user }
invitation_sign_in = Zaloguj się, aby przyjąć
mail_proof_needed = Przeglądarka musi najpierw wykonać krótkie obliczenie, ponieważ zażądano wielu e-maili. Spróbuj ponownie.
mail_proof_needs_script = Zażądano wielu e-maili, więc przeglądarka musi wykonać krótkie obliczenie. Włącz JavaScript lub spróbuj ponownie za godzinę.

setup_page = Konfiguracja: { $organization }
setup_title = Konfiguracja: { $organization }
setup_text = Nikt jeszcze nie administruje tym serwerem. Utwórz konto, a staniesz się jego właścicielem: możesz dodawać użytkowników i aplikacje oraz mianować innych administratorów.
setup_taken = { $email } ma już konto. Zaloguj się na nie przyciskiem poniżej; wrócisz na tę stronę i możesz zostać właścicielem.

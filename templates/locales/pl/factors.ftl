second_factor_page = Weryfikacja dwuetapowa · { $organization }
second_factor_title = Weryfikacja dwuetapowa
second_factor_intro = Wpisz 6-cyfrowy kod z aplikacji uwierzytelniającej dla { $user }.
second_factor_recovery_intro = Wpisz jeden z zapisanych kodów odzyskiwania dla { $user }. Każdy działa jeden raz.
second_factor_account = Konto: { $user }
second_factor_code = Kod
second_factor_recovery_code = Kod odzyskiwania
second_factor_trust =
    { $days ->
        [one] Nie pytaj ponownie w tej przeglądarce przez jeden dzień
        [few] Nie pytaj ponownie w tej przeglądarce przez { $days } dni
        [many] Nie pytaj ponownie w tej przeglądarce przez { $days } dni
       *[other] Nie pytaj ponownie w tej przeglądarce przez { $days } dnia
    }
second_factor_submit = Dalej
second_factor_use = Użyj drugiego etapu
second_factor_use_recovery = Użyj kodu odzyskiwania
second_factor_use_app = Użyj innego drugiego etapu
second_factor_other_way = Zaloguj się inaczej
second_factor_missing = Wpisz kod.
second_factor_wrong = Ten kod jest nieprawidłowy. Poczekaj na nowy w aplikacji i spróbuj ponownie.
second_factor_wrong_recovery_code = Ten kod odzyskiwania jest nieprawidłowy lub został już użyty. Spróbuj innego.
second_factor_over = Logowanie trwało zbyt długo albo Twoje konto się zmieniło. Zaloguj się ponownie.

set_up_page = Skonfiguruj weryfikację dwuetapową · { $organization }
set_up_title = Skonfiguruj weryfikację dwuetapową
set_up_needed = { $organization } wymaga drugiego etapu podczas logowania. Skonfiguruj na telefonie aplikację uwierzytelniającą, na przykład Google Authenticator, Microsoft Authenticator lub Aegis.
set_up_for_app = { $app } wymaga drugiego etapu podczas logowania. Skonfiguruj na telefonie aplikację uwierzytelniającą, na przykład Google Authenticator, Microsoft Authenticator lub Aegis.
set_up_scan = Zeskanuj ten kod w aplikacji uwierzytelniającej.
set_up_qr_label = Kod QR z kluczem do aplikacji uwierzytelniającej
set_up_open_app = Otwórz aplikację uwierzytelniającą na tym urządzeniu
set_up_type_key = Nie możesz zeskanować? Wpisz ten klucz
set_up_code = Wpisz 6-cyfrowy kod wyświetlany w aplikacji
set_up_submit = Włącz
set_up_later = Nie teraz
set_up_cancel = Anuluj
set_up_wrong_code = Ten kod jest nieprawidłowy. Sprawdź, czy zegar telefonu jest ustawiany automatycznie, a potem wpisz kod, który aplikacja wyświetla teraz.
set_up_too_late = Trwało to zbyt długo. Zeskanuj nowy kod.

recovery_codes_page = Kody odzyskiwania · { $organization }
recovery_codes_title = Zapisz kody odzyskiwania
recovery_codes_intro = Jeśli zgubisz telefon, każdy z tych kodów pozwoli Ci zalogować się jeden raz. Wydrukuj je lub przechowuj w menedżerze haseł.
recovery_codes_once = Nie możemy pokazać tych kodów ponownie.
recovery_codes_print = Drukuj kody
recovery_codes_continue = Dalej
recovery_codes_kept_title = Weryfikacja dwuetapowa jest włączona
recovery_codes_kept = Twoje kody odzyskiwania są nadal ważne.

security_page = Bezpieczeństwo · { $organization }
security_title = Bezpieczeństwo
security_factors_title = Weryfikacja dwuetapowa
security_factors_intro = Gdy logujesz się hasłem, { $user }, drugi etap zatrzymuje każdego, kto je zna.
security_on = Włączona
security_app = Aplikacja uwierzytelniająca
security_app_on = Podczas logowania prosimy o kod z aplikacji.
security_app_off = Otrzymuj kody w aplikacji na telefonie.
security_app_set_up = Skonfiguruj
security_app_remove = Usuń
security_recovery = Kody odzyskiwania
security_recovery_left =
    { $left ->
        [0] Nie został Ci żaden z kodów ({ $codes }). Utwórz nowe.
       *[other] Pozostało { $left } z { $codes }.
    }
security_recovery_renew = Utwórz nowe kody
security_trusted_title = Zaufane przeglądarki
security_trusted_intro = W tych przeglądarkach nie prosimy o drugi etap.
security_trusted_since = Zaufana od { $when }
security_trusted_until = Do { $when }
security_trusted_remove = Usuń
second_factor_key_intro = Użyj klucza dostępu lub klucza bezpieczeństwa, aby kontynuować jako { $user }.
second_factor_use_key = Użyj klucza dostępu lub klucza bezpieczeństwa
second_factor_wrong_key = Ten klucz dostępu lub klucz bezpieczeństwa nie został przyjęty. Spróbuj ponownie.

passkey_sign_in = Zaloguj się kluczem dostępu
passkey_not_used = Klucz dostępu nie został użyty. Spróbuj ponownie albo zaloguj się inaczej.
passkey_wrong = Nie udało się zalogować tym kluczem dostępu. Spróbuj ponownie albo zaloguj się inaczej.
passkey_page = Utwórz klucz dostępu · { $organization }
passkey_title = Utwórz klucz dostępu
passkey_intro = Loguj się odciskiem palca, twarzą lub blokadą ekranu zamiast hasłem. Klucza dostępu nikt nie może ukraść ani odgadnąć.
passkey_create = Utwórz klucz dostępu
passkey_not_made = Nie utworzono klucza dostępu. Spróbuj ponownie.
passkey_name_title = Ten klucz dostępu nie może mieć takiej nazwy
passkey_name = Nazwa ma najwyżej 60 znaków i żadnych niewidocznych.
passkey_name_remedy = Wróć i wybierz inną nazwę.
passkey_needs_script = Klucze dostępu wymagają JavaScript. Włącz go albo użyj aplikacji uwierzytelniającej.
security_key_page = Dodaj klucz bezpieczeństwa · { $organization }
security_key_title = Dodaj klucz bezpieczeństwa
security_key_intro = Podłącz klucz bezpieczeństwa albo zbliż go do telefonu. Prosimy o niego po wpisaniu hasła.
security_key_create = Dodaj klucz bezpieczeństwa
security_key_new = Dodaj klucz bezpieczeństwa
security_key_tag = Tylko drugi etap
security_passkeys_title = Klucze dostępu
security_passkeys_intro = Loguj się odciskiem palca, twarzą lub blokadą ekranu.
security_passkey_new = Utwórz klucz dostępu
security_passkey_unnamed = Klucz dostępu
security_passkey_synced = Synchronizowany między Twoimi urządzeniami
security_passkey_on_one_device = Na jednym urządzeniu
security_passkey_since = Utworzono { $when }
security_passkey_used = Ostatnio używany { $when }
security_passkey_rename = Zmień nazwę
security_passkey_label = Nazwa
security_passkey_save = Zapisz
security_passkey_remove = Usuń
security_passkey_remove_named = Usuń { $name }
passkey_offer_page = Następnym razem zaloguj się szybciej · { $organization }
passkey_offer_title = Następnym razem zaloguj się szybciej
security_password = Hasło
security_password_on = Możesz logować się hasłem.
security_password_off = Nie masz hasła.
security_password_change = Zmień hasło
security_password_set = Ustaw hasło

second_factor_lost = Nie mogę użyć żadnej z tych opcji
recovery_page = Odzyskaj dostęp do konta · { $organization }
recovery_title = Odzyskaj dostęp do konta
recovery_intro = Jeśli nie masz już drugiego etapu logowania ani kodów odzyskiwania, możesz poprosić o zalogowanie się bez nich. Powiadomimy Cię teraz e-mailem. { $when } wyślemy link, który wyłącza weryfikację dwuetapową.
recovery_security = Każda osoba zalogowana na Twoje konto może odrzucić prośbę, a zalogowanie się z użyciem drugiego etapu ją anuluje.
recovery_submit = Poproś o dostęp
recovery_back = Wstecz
recovery_waiting_title = Twoja prośba czeka
recovery_waiting = { $when } wyślemy e-mail z linkiem.
recovery_not_possible = Nie można tego zrobić tutaj. Poproś administratora o jednorazowy kod.
recovery_too_many = Zbyt wiele próśb. Poproś administratora o jednorazowy kod.
recovery_confirm_title = Wyłącz weryfikację dwuetapową
recovery_confirm = Spowoduje to usunięcie aplikacji uwierzytelniającej, kluczy dostępu, kluczy bezpieczeństwa i kodów odzyskiwania konta { $user } oraz wylogowanie wszędzie.
recovery_confirm_submit = Wyłącz
recovery_done_title = Weryfikacja dwuetapowa jest wyłączona
recovery_done = Zaloguj się, a potem ponownie skonfiguruj weryfikację dwuetapową.
recovery_refuse_title = Odrzuć prośbę
recovery_refuse = Ktoś, kto zna hasło konta { $user }, poprosił o zalogowanie się bez drugiego etapu. Odrzuć prośbę, jeśli to nie Ty.
recovery_refuse_submit = Odrzuć prośbę
recovery_refused_title = Prośba została odrzucona
recovery_refused = Nikt nie może zalogować się bez drugiego etapu. Osoba, która o to prosiła, zna Twoje hasło: zmień je teraz.
account_recovery_title = Ktoś poprosił o zalogowanie się bez drugiego etapu
account_recovery = Prośbę wysłano z urządzenia { $device }, a zacznie obowiązywać { $when }. Jeśli to nie Ty, odrzuć ją i zmień hasło.

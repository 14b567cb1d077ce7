error_detail = Szczegóły techniczne dla twórców aplikacji
error_reference = Numer referencyjny { $reference }

error_try_again = Spróbuj ponownie. Jeśli problem się powtórzy, podaj administratorowi poniższy numer referencyjny.
error_start_again = Wróć do aplikacji i zacznij od nowa.
error_open_again = Otwórz stronę ponownie
error_to_apps = Przejdź do swoich aplikacji
error_to_accounts = Wybierz konto
error_developer = To nie Twój błąd. Mogą go naprawić twórcy aplikacji.

error_bad_request_title = Nie udało się odczytać żądania
error_bad_request = Żądanie wysłane przez przeglądarkę było niepełne lub uszkodzone.
error_bad_request_remedy = Wróć i spróbuj ponownie.

error_app_request = Aplikacja wysłała żądanie, którego nie możemy odczytać.
error_refused = Żądanie aplikacji zostało odrzucone.

error_account_gone_title = To konto jest wylogowane
error_account_gone = Nie jesteś już na koncie, które zostało wybrane.
error_account_gone_remedy = Wróć i wybierz inne konto albo zaloguj się ponownie.

error_proxy = Tego adresu może używać tylko odwrotny serwer proxy, a serwer proxy nie wysłał adresu i metody pierwotnego żądania.
error_proxy_remedy = Może to naprawić administrator serwera proxy. Przewodnik znajduje się w docs/guides/forward-auth.md.

error_form_title = Ten formularz wygasł
error_form = Jest zbyt stary, został otwarty w innej przeglądarce albo pliki cookie są zablokowane.
error_form_remedy = Otwórz stronę ponownie. Jeśli problem się powtarza, zezwól na pliki cookie w tej witrynie.

error_forbidden_title = Nie masz dostępu
error_forbidden = Konto, którego używasz, nie może otworzyć tej strony.
error_forbidden_remedy = Jeśli potrzebujesz dostępu, zapytaj administratora. Możesz też wrócić i użyć innego konta.

error_unavailable_title = Mamy teraz problemy
error_unavailable = Serwer jest zajęty albo nie może połączyć się z bazą danych.
error_unavailable_remedy = Poczekaj kilka sekund i spróbuj ponownie.

error_out_of_date_title = Nie możemy kontynuować tego logowania
error_out_of_date = Rozpoczęto je w innej przeglądarce, jego adres jest niepełny albo pliki cookie są zablokowane.
error_out_of_date_remedy = Otwórz aplikację ponownie. Jeśli problem się powtarza, zezwól na pliki cookie w tej witrynie.

error_limited_title = Zbyt wiele prób
error_limited = Z Twojej sieci wykonano zbyt wiele prób.
error_limited_remedy = { $seconds ->
    [one] Poczekaj sekundę i spróbuj ponownie.
    [few] Poczekaj { $seconds } sekundy i spróbuj ponownie.
    [many] Poczekaj { $seconds } sekund i spróbuj ponownie.
   *[other] Poczekaj { $seconds } sekundy i spróbuj ponownie.
}

error_internal_title = Coś poszło nie tak po naszej stronie
error_internal = Nie udało się wykonać żądania. Nic nie zostało zmienione.

error_not_found_title = Nie znaleziono strony
error_not_found = Pod tym adresem nie ma strony.
error_not_found_remedy = Sprawdź adres albo przejdź do swoich aplikacji.

address_title = Żądanie logowania odrzucone
address_remedy = To nie Twój błąd. Mogą go naprawić twórcy aplikacji: żądanie musi być zgodne z rejestracją aplikacji.
address_client_missing = Aplikacja nie wysłała swojego identyfikatora klienta.
address_client_unknown = Aplikacja nie jest tu zarejestrowana albo jest wyłączona.
address_redirect_uri_missing = Aplikacja nie wysłała adresu, na który ma nastąpić powrót.
address_redirect_uri_unregistered = Aplikacja chce przekierować Cię na adres, który nie jest dla niej zarejestrowany.
address_repeated = Aplikacja wysłała dwie różne wartości swojej tożsamości lub adresu.
address_request_object = Nie udało się zweryfikować podpisanego żądania aplikacji.
address_unusable = Aplikacja wysłała coś, czego nie możemy odczytać.

form_post_page = Powrót do aplikacji
form_post_title = Chwileczkę
form_post = Wracasz do aplikacji.
form_post_continue = Przejdź do aplikacji
web_message = Przekazujemy wynik do aplikacji. Jeśli nic się nie dzieje, zamknij to okno i wróć do aplikacji.

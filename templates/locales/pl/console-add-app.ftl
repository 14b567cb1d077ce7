# Adding an app to the console by a preset, and waiting for its first sign-in.

console_choose_lead = Ustawienia tych aplikacji i bibliotek są znane: wybierz jedną, wpisz jej adres i zobacz, co wpisać do jej konfiguracji.
console_choose_other = Inna aplikacja
console_choose_other_hint = Aplikacja internetowa, jednostronicowa lub natywna albo usługa, której ustawienia wpisujesz samodzielnie.
console_choose_other_link = Dodaj inną aplikację
console_family_libraries = Biblioteki i frameworki
console_family_monitoring = Monitorowanie i pulpity
console_family_git = Platformy Git i kompilacje
console_family_wikis = Wiki i notatki
console_family_storage = Pliki i multimedia
console_family_chat = Czat
console_family_platform = Kubernetes, Vault i platformy
console_family_proxies = Serwery proxy
console_preset_effect = Dodaje aplikację z potrzebnymi ustawieniami. Następna strona pokaże, tylko ten jeden raz, co wpisać do aplikacji, wraz z sekretem.
console_preset_url = Adres aplikacji
console_preset_url_hint = Taki, pod jakim się ją otwiera, na przykład https://app.example.com lub http://localhost:3000.
console_preset_url_wrong = Wpisz adres internetowy bez parametrów, na przykład https://app.example.com
console_preset_value = Nazwa w ustawieniach aplikacji
console_preset_value_wrong = Użyj liter, cyfr, łączników, kropek i podkreśleń.
console_preset_client_id_hint = Nigdy się nie zmienia. Dla drugiej aplikacji tego samego rodzaju wybierz inny.
# $app is the name of the app that was added.
console_written_title = Skonfiguruj { $app }
console_written_lead = Wpisz to teraz do konfiguracji aplikacji: sekret jest widoczny tylko ten jeden raz. Jeśli go utracisz, utwórz nowy.
console_written_lead_public = Wpisz to do konfiguracji aplikacji. Nie ma ona sekretu.
console_written_documentation = Dokumentacja aplikacji
console_written_values = Pokaż wartości pojedynczo
console_written_done = Skopiowane
console_copy = Kopiuj
console_copied = Skopiowano
console_wait_waiting = Oczekiwanie na pierwsze logowanie…
console_wait_hint = Otwórz aplikację i zaloguj się. Ta strona pokaże to w ciągu kilku sekund.
# $app is the name of the app that was added.
console_wait_came = Ktoś zalogował się do { $app }. Działa.
console_wait_check = Sprawdź teraz
console_first_sign_in = Pierwsze logowanie
console_first_sign_in_none = Jeszcze żadnego
console_apps_empty = Nie ma jeszcze aplikacji. Dodaj pierwszą.

# The first steps of a new server: its owner, its name, its mails, and the first app.

console_start = Pierwsze kroki
console_start_hint = Nazwij ten serwer, sprawdź, czy może wysyłać e-maile, i dodaj pierwszą aplikację.
console_start_lead = Trzy kroki w dowolnej kolejności. Przegląd prowadzi do tej strony, dopóki nie dodasz aplikacji lub jej nie ukryjesz.
console_start_open = Pokaż pierwsze kroki
console_start_name = Nazwa
console_start_name_now = Strony i e-maile nazywają ten serwer:
console_name_default = To wartość domyślna.
# $variable is the name of an environment variable.
console_name_from_variable = Pochodzi ze zmiennej środowiskowej { $variable }.
console_name_from_file = Pochodzi z ustawienia name w pliku ustawień.
console_name_from_console = Ustawiono ją w konsoli; ma pierwszeństwo przed ustawieniem name.
console_source_console = Konsola
console_rename = Zmień nazwę serwera
console_rename_effect = Wszystkie strony i e-maile od razu pokazują nową nazwę, także na innych serwerach tej instalacji.
console_rename_hint = Na przykład nazwa firmy. Pozostaw puste, aby użyć nazwy z ustawień.
console_start_mail = E-mail
console_start_mail_server = Serwer poczty jest ustawiony. Wyślij testowy e-mail, aby sprawdzić, czy działa.
console_start_mail_here = Nie ustawiono serwera poczty. E-maile pozostają na tym komputerze; przeczytasz je pod adresem
console_start_mail_none = Nie ustawiono serwera poczty: nie można wysyłać linków do nowego hasła, kodów ani zaproszeń.
console_start_mail_paste = Wpisz to do pliku ustawień z wartościami swojego serwera poczty i uruchom ten serwer ponownie. Tak samo działają zmienne DOORWARD_MAIL__URL i DOORWARD_MAIL__FROM.
console_start_app = Pierwsza aplikacja
console_start_app_none = Dodaj aplikację, skopiuj do jej konfiguracji to, czego potrzebuje, i zaloguj się do niej.
console_hide_guide = Ukryj pierwsze kroki
console_hide_guide_effect = Przegląd nie prowadzi już do nich żadnego administratora. Wszystko nadal można zrobić na stronach konsoli.
# $user is the email address or the username of whoever is signed in.
setup_become = Nikt jeszcze nie administruje tym serwerem. Zalogowano jako { $user }: zostań właścicielem, a możesz dodawać użytkowników i aplikacje oraz mianować innych administratorów.
setup_become_submit = Zostań właścicielem
setup_or_new = lub z nowym kontem
setup_have_account = Mam konto: zaloguj się

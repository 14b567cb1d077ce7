# Poczta w konsoli.

console_nav_mail = Poczta
console_mail_hint = Zobacz, dokąd idą e-maile, które czekają i co zawierają.
console_mail_server = Serwer poczty
console_mail_encrypted = Szyfrowanie
console_mail_from = Nadawca
console_mail_servers = Serwery aplikacji
console_mail_servers_hint = Aplikacja, której ustawienie { $setting } wskazuje jeden z nich, wysyła przez niego własne e-maile. Gdy nie działa, pozostałe e-maile nadal są wysyłane.
console_mail_mailbox = Nie ma serwera poczty. E-maile zostają w skrzynce tego serwera, gdzie można je przeczytać.
console_mail_open_mailbox = Otwórz skrzynkę
console_mail_nowhere = Żadne e-maile nie są wysyłane. Ustaw { $url } i { $from } w pliku ustawień, aby oferować linki do hasła, zaproszenia i powiadomienia.
console_mail_waiting = Oczekujące e-maile
console_mail_waiting_none = Nic nie czeka. E-maile wychodzą w ciągu sekund.
console_mail_given_up = Ostatnio niedostarczone
console_mail_name = E-mail
console_mail_to = Do
console_mail_texts = Teksty
console_mail_subject = Temat
console_mail_text = Zwykły tekst
console_mail_html = Pokaż jako HTML
console_mail_made_up = Wartości są zmyślone, a linki nigdzie nie prowadzą.
console_mail_languages = W innych językach
console_mail_test = Wyślij e-mail testowy
console_mail_test_effect = Wysyła teraz e-mail na Twój adres i pokazuje, co odpowiada serwer poczty.
console_mail_no_address = Twoje konto nie ma adresu e-mail. Najpierw go dodaj.
console_mail_sent = Serwer poczty przyjął e-mail do { $address }. Zajrzyj do skrzynki odbiorczej i do spamu.
console_mail_not_sent = Serwer poczty nie przyjął e-maila. Jego odpowiedź jest poniżej.

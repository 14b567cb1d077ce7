# Dostawcy tożsamości w konsoli.

console_nav_providers = Dostawcy tożsamości
console_providers_hint = Zobacz, przez jakie inne systemy ludzie się logują i czy to działa.
console_providers_none = Nie ma jeszcze dostawców tożsamości. Zadeklaruj jednego w pliku i wczytaj go poleceniem { $command }.
console_check = Sprawdzenie
console_more_than = Ponad { $count }
console_provider_kind = Rodzaj
console_provider_links = Tylko łączenie
console_provider_newcomers = Kto jest nowy
console_provider_sign_up = Dostaje konto
console_provider_known = Nie jest wpuszczany
console_provider_linked = Połączone tożsamości
console_provider_redirect = Redirect URI do zarejestrowania u dostawcy
console_provider_file = Dostawcy są zadeklarowani w pliku, w { $table }. Zmień ich tam i wczytaj plik poleceniem { $command }.
console_provider_test = Przetestuj dostawcę
console_provider_test_effect = Pyta dostawcę o ustawienia i klucze oraz próbuje redirect URI i sekretu klienta. Nikt nie zostaje zalogowany.
console_provider_works = Wszystko, co można stąd sprawdzić, działa.
console_provider_fails = Coś jest nie tak. Każdy wiersz poniżej mówi, co zmienić.
console_provider_disable = Wyłącz dostawcę
console_provider_disable_effect = Od teraz nikt nie może się przez niego zalogować. Rozpoczęte przez niego sesje pozostają. Gdy deklarujący go plik zostanie znów zastosowany, decyduje plik.
console_provider_enable = Włącz dostawcę
console_provider_enable_effect = Znów można się przez niego logować. Gdy deklarujący go plik zostanie znów zastosowany, decyduje plik.

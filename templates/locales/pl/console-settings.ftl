# Ustawienia w konsoli.

console_defaults = Z wartościami domyślnymi
console_not_set = Nie ustawiono

# Apps that users are pushed to by SCIM, in the console.

console_scim = Konta w aplikacjach (SCIM)
console_scim_lead = Aplikacje, które otrzymują konto dla każdego, kto może ich używać, i od razu dowiadują się, gdy ktoś już nie może.
console_scim_none = Żadna aplikacja nie otrzymuje jeszcze kont. Dodaj ją poniższym poleceniem, plikiem lub przez API.
console_scim_compared = Ostatnie porównanie
console_scim_users_in = Tylko członkowie
console_scim_pushed_groups = Wysyłane grupy
console_scim_accounts = Konta
console_scim_to_come = Pozostało
console_scim_problems = Niezgodne
console_scim_problems_none = Aplikacja ma wszystkich tak, jak trzeba.
console_scim_paused = Wstrzymane, bo aplikacja przez dzień niczego nie przyjęła
console_scim_created = Utworzone
console_scim_updated = Zmienione
console_scim_deactivated = Dezaktywowane
console_scim_deleted = Usunięte
console_scim_unchanged = Bez zmian
console_scim_conflict = Konflikt
console_scim_failed = Niepowodzenie
console_scim_compare = Porównaj wszystko
console_scim_compare_effect = Każdy użytkownik i każda grupa są porównywani z tym, co ma aplikacja, a różnice są usuwane.
console_scim_pause = Wstrzymaj
console_scim_pause_effect = Do aplikacji nic nie zostanie wysłane, dopóki nie wznowisz. Konta w niej pozostają bez zmian.
console_scim_resume = Wznów
console_scim_resume_effect = Wszyscy zostaną sprawdzeni, a to, co się w tym czasie zmieniło, zostanie wysłane do aplikacji.

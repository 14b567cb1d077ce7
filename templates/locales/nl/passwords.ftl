password_new_hint = Minstens { $min } tekens. Een paar woorden die niets met elkaar te maken hebben, werken goed.
password_show = Tonen
password_hide = Verbergen
password_strength = Wachtwoordsterkte

password_strength_0 = Heel zwak
password_strength_1 = Zwak
password_strength_2 = Niet sterk genoeg
password_strength_3 = Goed
password_strength_4 = Sterk

password_too_short = Gebruik minstens { $min } tekens. Een paar woorden die niets met elkaar te maken hebben, werken goed.
password_too_long = Gebruik maximaal 256 tekens.
password_unusable = Dit wachtwoord bevat een teken dat niet kan worden gebruikt. Kies een ander.
password_common = Veel mensen gebruiken dit wachtwoord, dus het wordt als eerste geraden. Kies een ander.
password_own_word = Dit wachtwoord lijkt te veel op je naam, je adres of de naam van deze app. Kies iets anders.
password_pattern = Reeksen en herhalingen zoals ‘abcdef’ of ‘aaaaaa’ worden snel geraden. Voeg een paar woorden toe die niets met elkaar te maken hebben.
password_date = Datums en jaartallen worden snel geraden. Voeg een paar woorden toe die niets met elkaar te maken hebben.
password_single_word = Eén woord of naam wordt snel geraden. Voeg een paar woorden toe die niets met elkaar te maken hebben.
password_guessable = Dit wachtwoord wordt snel geraden. Voeg een paar woorden toe die niets met elkaar te maken hebben.
password_breached = Dit wachtwoord is gevonden in een datalek bij een andere dienst, dus anderen kennen het. Kies een ander.
password_unchanged = Dit is het wachtwoord dat je nu hebt. Kies een ander.
password_had_before = Dit is het wachtwoord dat je account eerder had. Kies een ander.

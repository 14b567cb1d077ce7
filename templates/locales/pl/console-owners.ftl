# The owners of an app, who administer it.
console_owners_tab = Właściciele
console_owners_lead = Właściciele zarządzają tylko tą aplikacją: jej rolami i prośbami o nie, jej sekretami, wyglądem i adresami. Kogo jeszcze wpuszcza i czego dowiaduje się o użytkownikach, decydują administratorzy.
console_owners_none = Nikt nie jest właścicielem tej aplikacji. Zmieniają ją tylko administratorzy.
console_owners_since = Właściciel od
console_owners_by_file = wskazany w pliku
console_owners_add = Dodaj właściciela
console_owners_add_effect = Użytkownik zarządza tą aplikacją w konsoli i przez API: nadaje jej role, rozstrzyga prośby o nie, tworzy i unieważnia jej sekrety oraz zmienia jej wygląd i adresy.
console_owners_remove = Usuń właściciela
console_owners_remove_effect = Użytkownik nie zarządza już tą aplikacją. To, co nadał i zmienił, pozostaje.
console_owners_earlier = Poprzedni właściciele
console_owners_until = Właściciel do

# The first steps of a new server: its owner, its name, its mails, and the first app.

console_start = Eerste stappen
console_start_hint = Geef deze server een naam, kijk of hij e-mail kan versturen en voeg de eerste app toe.
console_start_lead = Drie stappen, in willekeurige volgorde. Het overzicht verwijst naar deze pagina tot je een app toevoegt of de pagina verbergt.
console_start_open = De eerste stappen tonen
console_start_name = Naam
console_start_name_now = Pagina’s en e-mails noemen deze server:
console_name_default = Dit is de standaardwaarde.
# $variable is the name of an environment variable.
console_name_from_variable = De naam komt uit de omgevingsvariabele { $variable }.
console_name_from_file = De naam komt uit de instelling name van het instellingenbestand.
console_name_from_console = De naam is in de console ingesteld en gaat voor de instelling name.
console_source_console = Console
console_rename = Naam van de server wijzigen
console_rename_effect = Alle pagina’s en e-mails tonen meteen de nieuwe naam, ook op de andere servers van deze installatie.
console_rename_hint = Bijvoorbeeld de naam van je bedrijf. Laat leeg om de naam uit de instellingen te gebruiken.
console_start_mail = E-mail
console_start_mail_server = Er is een mailserver ingesteld. Verstuur een test-e-mail om te zien of hij werkt.
console_start_mail_here = Er is geen mailserver ingesteld. E-mails blijven op deze machine; je leest ze op
console_start_mail_none = Er is geen mailserver ingesteld: links voor een nieuw wachtwoord, codes en uitnodigingen kunnen niet worden verstuurd.
console_start_mail_paste = Schrijf dit in het instellingenbestand met de waarden van je mailserver en herstart deze server. De variabelen DOORWARD_MAIL__URL en DOORWARD_MAIL__FROM doen hetzelfde.
console_start_app = Eerste app
console_start_app_none = Voeg een app toe, kopieer wat hij nodig heeft naar de configuratie en log erop in.
console_hide_guide = De eerste stappen verbergen
console_hide_guide_effect = Het overzicht verwijst er voor geen enkele beheerder meer naar. Alles kan nog steeds op de pagina’s van de console.
# $user is the email address or the username of whoever is signed in.
setup_become = Nog niemand beheert deze server. Je bent ingelogd als { $user }: word de eigenaar, en je kunt gebruikers en apps toevoegen en anderen beheerder maken.
setup_become_submit = Eigenaar worden
setup_or_new = of met een nieuw account
setup_have_account = Ik heb een account: inloggen

# E-mail in de console.

console_nav_mail = E-mail
console_mail_hint = Bekijk waar e-mails heen gaan, welke wachten en wat erin staat.
console_mail_server = Mailserver
console_mail_encrypted = Versleuteld
console_mail_from = Afzender
console_mail_servers = Servers van apps
console_mail_servers_hint = Een app waarvan de instelling { $setting } er een noemt, verstuurt de eigen e-mails daarmee. Als die uitvalt, worden andere e-mails gewoon verstuurd.
console_mail_mailbox = Er is geen mailserver. E-mails blijven in de mailbox van deze server, waar je ze kunt lezen.
console_mail_open_mailbox = Mailbox openen
console_mail_nowhere = Er worden geen e-mails verzonden. Stel { $url } en { $from } in het instellingenbestand in om wachtwoordlinks, uitnodigingen en meldingen aan te bieden.
console_mail_waiting = Wachtende e-mails
console_mail_waiting_none = Er wacht niets. E-mails vertrekken binnen seconden.
console_mail_given_up = Onlangs niet bezorgd
console_mail_name = E-mail
console_mail_to = Aan
console_mail_texts = Teksten
console_mail_subject = Onderwerp
console_mail_text = Platte tekst
console_mail_html = Als HTML tonen
console_mail_made_up = De waarden zijn verzonnen, en de links leiden nergens heen.
console_mail_languages = In andere talen
console_mail_test = Test-e-mail sturen
console_mail_test_effect = Stuurt nu een e-mail naar je eigen adres, en toont wat de mailserver antwoordt.
console_mail_no_address = Je account heeft geen e-mailadres. Voeg er eerst een toe.
console_mail_sent = De mailserver nam een e-mail aan voor { $address }. Kijk in de inbox, en bij de spam.
console_mail_not_sent = De mailserver nam de e-mail niet aan. Het antwoord staat hieronder.

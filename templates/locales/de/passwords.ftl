password_new_hint = Mindestens { $min } Zeichen. Ein paar Wörter ohne Zusammenhang eignen sich gut.
password_show = Anzeigen
password_hide = Verbergen
password_strength = Passwortstärke

password_strength_0 = Sehr schwach
password_strength_1 = Schwach
password_strength_2 = Nicht stark genug
password_strength_3 = Gut
password_strength_4 = Stark

password_too_short = Verwenden Sie mindestens { $min } Zeichen. Ein paar Wörter ohne Zusammenhang eignen sich gut.
password_too_long = Verwenden Sie höchstens 256 Zeichen.
password_unusable = Dieses Passwort enthält ein Zeichen, das nicht verwendet werden kann. Wählen Sie ein anderes.
password_common = Viele Menschen verwenden dieses Passwort, deshalb wird es zuerst ausprobiert. Wählen Sie ein anderes.
password_own_word = Dieses Passwort ist Ihrem Namen, Ihrer Adresse oder dem Namen dieser App zu ähnlich. Wählen Sie etwas ohne Zusammenhang.
password_pattern = Folgen und Wiederholungen wie „abcdef“ oder „aaaaaa“ werden schnell erraten. Fügen Sie ein paar Wörter ohne Zusammenhang hinzu.
password_date = Daten und Jahreszahlen werden schnell erraten. Fügen Sie ein paar Wörter ohne Zusammenhang hinzu.
password_single_word = Ein einzelnes Wort oder ein Name wird schnell erraten. Fügen Sie ein paar Wörter ohne Zusammenhang hinzu.
password_guessable = Dieses Passwort wird schnell erraten. Fügen Sie ein paar Wörter ohne Zusammenhang hinzu.
password_breached = Dieses Passwort wurde bei einem Datenleck anderswo gefunden und ist anderen bekannt. Wählen Sie ein anderes.
password_unchanged = Dieses Passwort haben Sie jetzt schon. Wählen Sie ein anderes.
password_had_before = Dieses Passwort hatte Ihr Konto zuvor. Wählen Sie ein anderes.

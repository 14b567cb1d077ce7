password_new_hint = { $min } 文字以上。関連のない単語をいくつか組み合わせるのがおすすめです。
password_show = 表示
password_hide = 非表示
password_strength = パスワードの強度

password_strength_0 = 非常に弱い
password_strength_1 = 弱い
password_strength_2 = 強度が足りません
password_strength_3 = 良い
password_strength_4 = 強い

password_too_short = { $min } 文字以上にしてください。関連のない単語をいくつか組み合わせるのがおすすめです。
password_too_long = 256 文字以下にしてください。
password_unusable = このパスワードには使用できない文字が含まれています。別のパスワードを選んでください。
password_common = このパスワードは多くの人が使用しているため、最初に推測されます。別のパスワードを選んでください。
password_own_word = このパスワードは、名前、アドレス、またはこのアプリの名前に似すぎています。関連のないものを選んでください。
password_pattern = 「abcdef」や「aaaaaa」のような連続や繰り返しは、すぐに推測されます。関連のない単語をいくつか加えてください。
password_date = 日付や年は、すぐに推測されます。関連のない単語をいくつか加えてください。
password_single_word = 1 つの単語や名前だけでは、すぐに推測されます。関連のない単語をいくつか加えてください。
password_guessable = このパスワードは、すぐに推測されます。関連のない単語をいくつか加えてください。
password_breached = このパスワードは他のサービスのデータ漏洩で見つかっており、他の人に知られています。別のパスワードを選んでください。
password_unchanged = これは現在のパスワードです。別のパスワードを選んでください。
password_had_before = これはこのアカウントの以前のパスワードです。別のパスワードを選んでください。

footer = { $organization } によるログイン

language_menu = 言語:

continue_to = <strong>{ $app }</strong> に進む

privacy_of = { $app } のプライバシー ポリシー
terms_of = { $app } の利用規約

date_and_time = { $year }年{ $month }月{ $day }日 { $time } UTC

moment = { $when }（{ $relative }）
ago_now = たった今
ago_minutes = { $count ->
   *[other] { $count } 分前
}
ago_hours = { $count ->
   *[other] { $count } 時間前
}
ago_days = { $count ->
   *[other] { $count } 日前
}

insecure_http = このサーバーへの接続は暗号化されていません。ネットワーク上の第三者にパスワードを読み取られるおそれがあります。テスト以外では使用しないでください。

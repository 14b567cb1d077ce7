password_new_hint = 至少 { $min } 个字符。使用几个互不相关的词语效果很好。
password_show = 显示
password_hide = 隐藏
password_strength = 密码强度

password_strength_0 = 非常弱
password_strength_1 = 弱
password_strength_2 = 不够强
password_strength_3 = 良好
password_strength_4 = 强

password_too_short = 请至少使用 { $min } 个字符。使用几个互不相关的词语效果很好。
password_too_long = 请最多使用 256 个字符。
password_unusable = 此密码包含无法使用的字符。请选择其他密码。
password_common = 许多人使用此密码，因此它会最先被猜到。请选择其他密码。
password_own_word = 此密码与您的姓名、地址或此应用的名称过于相似。请选择不相关的内容。
password_pattern = 像“abcdef”或“aaaaaa”这样的序列和重复很快就会被猜到。请添加几个互不相关的词语。
password_date = 日期和年份很快就会被猜到。请添加几个互不相关的词语。
password_single_word = 单独一个词语或名字很快就会被猜到。请添加几个互不相关的词语。
password_guessable = 此密码很快就会被猜到。请添加几个互不相关的词语。
password_breached = 此密码出现在其他服务的数据泄露中，因此已为他人所知。请选择其他密码。
password_unchanged = 这是您当前的密码。请选择其他密码。
password_had_before = 这是您的账号以前的密码。请选择其他密码。

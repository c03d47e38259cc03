"""What the words around a link say of it, language by language. Data only.

Words stand between commas; capitals and accents do not matter. "verif*" is also found where the
word goes on, "pay" only as it stands: not in "PayPal". Where `spaced` is False, words are found
anywhere, for there they follow each other without spaces, or begin with a particle. All languages
are read at once: a word that is a common one elsewhere ("ma", "no", "over") needs a neighbour.

- purpose: why one taps a link that proves who one is ("verify", "log in", "reset")
- invitation: that a link is there to be tapped ("tap", "link", "here")
- code: that the sentence is about a code to type as well, or instead
- elsewhere: near a link, that it leads to something else (a parcel, a shop, help, "not you?")
- alarm: anywhere in the message, that it threatens or lures, as fraud and advertising do
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ADDRESS_ELSEWHERE",
    "ADDRESS_PURPOSE",
    "LANGUAGES",
    "OTHER_SCHEMES",
    "OTHER_SITES",
    "PROOF_NAMES",
    "SHORTENERS",
    "TRACKING_NAMES",
    "LinkWords",
]


@dataclass(frozen=True, slots=True)
class LinkWords:
    """One language's words around a link."""

    purpose: str
    invitation: str
    code: str
    elsewhere: str
    alarm: str
    spaced: bool = True


LANGUAGES = {
    "en": LinkWords(
        purpose=(
            "verif*, confirm*, activat*, authenticat*, authoriz*, authoris*, validat*, log in*, "
            "login*, log into*, logging in*, sign in*, signin*, signing in*, sign into*, "
            "magic link*, reset*, recover*, unlock your*, to unlock*, access link*, "
            "temporary access*, access your account*, complete your regist*, complete your sign*, "
            "complete sign*, finish sign*, finish regist*, finish setting up*, "
            "set up your account*, set your pass*, create your pass*, create a pass*, "
            "choose a pass*, one-time link*, prove it*"
        ),
        invitation="tap*, click*, link*, press*, follow*, visit*, open*, go to*, here",
        code="code*, passcode*, otp, pin",
        elsewhere=(
            "unsubscribe*, opt out*, opt-out*, stop, help, support*, contact us*, faq*, terms*, "
            "privacy*, policy*, track your*, track it*, tracking*, parcel*, package*, deliver*, "
            "shipment*, shipping*, courier*, your order*, order has*, order is*, order no*, "
            "order num*, order id*, order status*, confirm order*, orders*, ordered*, shop now*, "
            "shopping*, in store*, purchase*, cart, basket*, on sale*, sale ends*, big sale*, "
            "deal, deals*, offer*, promo*, coupon*, voucher*, discount*, off your*, off all*, "
            "off every*, off on*, news, article*, blog*, read more*, learn more*, more info*, "
            "details*, statement*, bill, bills*, billing*, invoice*, receipt*, pay now*, "
            "pay your*, pay here*, pay the*, to pay*, payment*, paid, repay*, balance*, survey*, "
            "feedback*, review*, rate us*, rate your*, download*, install*, appointment*, "
            "your booking*, booking confirm*, booking is*, reservation*, ticket, tickets*, "
            "check-in*, check in*, webinar*, event, meeting*, vote*, donat*, transfer*, "
            "transaction*, subscri*, kyc*, not you*, wasn't you*, was not you*, wasnt you*, "
            "don't recogni*, not recogni*, didn't make*, was this you*, is this you*, "
            "test results*, report*"
        ),
        alarm=(
            "suspend*, blocked*, locked*, restricted*, deactivated*, disabled*, terminated*, "
            "closed within*, winner*, you won*, have won*, 've won*, to win*, win a*, prize*, "
            "lottery*, jackpot*, casino*, bonus*, loan*, reward*, gift*, for free*, a free*, "
            "claim*, refund*, tax, toll fee*, unpaid*, overdue*, penalty*, fine of*, customs*, "
            "bitcoin*, crypto*, investment*, job"
        ),
    ),
    "ru": LinkWords(
        purpose=(
            "подтверд*, подтвержд*, верифи*, активир*, активац*, авториз*, аутентиф*, войти*, "
            "войдите*, вход*, залогин*, сброс*, восстанов*, разблокир*, "
            "завершите регистр*, завершить регистр*, "
            "установите пароль*, задайте пароль*, создайте пароль*, "
            "смены пароля*, сменить пароль*, podtverd*, aktivir*, aktivac*, avtoriz*, voyti*, "
            "voiti*, vhod*, sbros*, vosstanov*"
        ),
        invitation=(
            "нажм*, ссылк*, перейд*, переход*, кликн*, откр*, пройд*, здесь*, ssylk*, pereyd*, "
            "nazhm*"
        ),
        code="код*, kod",
        elsewhere=(
            "отпис*, помощ*, поддержк*, справк*, условия*, политик*, отслеж*, посылк*, доставк*, "
            "отправлени*, заказ*, магазин*, скидк*, акци*, распрода*, промокод*, купон*, новост*, "
            "статья*, статью*, подробн*, счет, счёт*, квитанц*, оплат*, платеж*, перевод*, "
            "баланс*, опрос*, отзыв*, оцен*, скач*, установите приложение*, запись*, запис*, "
            "брон*, билет*, это были не вы*, не вы, если это не вы, podrobn*, oplat*, dostavk*, "
            "zakaz*, skidk*"
        ),
        alarm=(
            "заблокирован*, блокировк*, приостанов*, ограничен*, выигр*, приз, призы*, призов*, "
            "лотере*, бонус*, кредит*, займ*, подар*, бесплат*, казино*, задолжен*, штраф*, "
            "налог*, возврат средств*"
        ),
    ),
    "uk": LinkWords(
        purpose=(
            "підтверд*, верифік*, активу*, активац*, авториз*, автентиф*, увійти*, увійдіть*, "
            "вхід*, вход*, скин*, скидан*, віднов*, розблок*, завершіть реєстр*, "
            "завершити реєстр*, "
            "встановіть пароль*, створіть пароль*, зміни пароля*, pidtverd*, uviity*, vhid*"
        ),
        invitation="натисн*, посилан*, перейд*, перейт*, відкр*, тут, тисн*",
        code="код*",
        elsewhere=(
            "відпис*, допомог*, підтримк*, довідк*, умови*, політик*, відстеж*, посилк*, доставк*, "
            "відправлен*, замовлен*, магазин*, знижк*, акці*, розпродаж*, промокод*, новин*, "
            "статт*, детальн*, деталі*, рахунок*, рахунк*, оплат*, платіж*, переказ*, баланс*, "
            "опитув*, відгук*, оцін*, завантаж*, запис*, брон*, квит*, це були не ви*, "
            "якщо це не ви, не ви"
        ),
        alarm=(
            "заблоков*, блокув*, призупин*, обмежен*, вигра*, приз, лотере*, бонус*, кредит*, "
            "позик*, подарун*, безкоштовн*, казино*, заборг*, штраф*, подат*"
        ),
    ),
    "zh": LinkWords(
        purpose=(
            "验证, 驗證, 认证, 認證, 确认, 點擊確認, 以確認, 確認您, 確認你, 確認登入, 激活, 启用, "
            "啟用, 開通, 登录, 登錄, 登入, 登陆, 重置, 重设, 重設, 找回密码, 找回密碼, 修改密码, "
            "变更密码, 变更密碼, 绑定, 綁定, 完成注册, 完成註冊, 授权, 授權, 设置密码, 設定密碼, "
            "解锁, 解鎖"
        ),
        invitation=(
            "点击, 點擊, 點選, 点选, 链接, 連結, 鏈接, 访问, 訪問, 造訪, 打开, 打開, 轻触, 輕觸, "
            "点此, 點此, 前往"
        ),
        code=(
            "验证码, 驗證碼, 校验码, 动态码, 確認碼, 确认码, 安全码, 安全碼, 代码, 代碼, 密码为, "
            "密碼為, 口令, 动态密码"
        ),
        elsewhere=(
            "退订, 退訂, 拒收, 回复T, 回T, 客服, 帮助, 幫助, 条款, 條款, 隐私, 隱私, 快递, 快遞, "
            "包裹, 物流, 订单, 訂單, 配送, 派送, 取件, 商城, 商店, 优惠, 優惠, 折扣, 促销, 促銷, "
            "特价, 新闻, 新聞, 文章, 详情, 詳情, 账单, 帳單, 缴费, 繳費, 付款, 支付, 转账, 轉帳, "
            "余额, 餘額, 问卷, 問卷, 评价, 評價, 下载, 下載, 预约, 預約, 预订, 訂位, 不是您, "
            "不是你, 保单, 发票, 發票, 会议"
        ),
        alarm=(
            "冻结, 凍結, 停用, 封号, 中奖, 中獎, 奖品, 獎品, 红包, 紅包, 贷款, 貸款, 赠送, 免费, "
            "免費, 领取, 領取, 彩票, 罚款, 逾期, 欠费, 退款, 返利"
        ),
        spaced=False,
    ),
    "ja": LinkWords(
        purpose=(
            "認証, 検証, 本人確認, アドレスの確認, アドレスを確認, 番号の確認, 番号を確認, "
            "アカウントの確認, アカウントを確認, 登録の確認, 登録を確認, 確認を完了, 確認するには, "
            "有効化, ログイン, サインイン, 再設定, リセット, 登録を完了, 登録完了, 本登録, "
            "パスワードを設定, パスワードの変更, ロックを解除, ロック解除"
        ),
        invitation="タップ, クリック, リンク, アクセス, こちら, URL, 開いて, 押して",
        code="コード, 認証番号, 確認番号, 暗証番号, ワンタイムパスワード",
        elsewhere=(
            "配信停止, 解除はこちら, 退会, ヘルプ, サポート, お問い合わせ, お問合せ, 規約, "
            "プライバシー, 荷物, 配達, 配送, 宅配, 不在, 発送, 注文, ご購入, ショップ, ストア, "
            "セール, クーポン, 割引, キャンペーン, ニュース, 記事, 詳細, 詳しく, 請求, 明細, "
            "お支払, 支払い, 決済, 振込, 残高, アンケート, レビュー, ダウンロード, インストール, "
            "予約, チケット, 利用料金, 未納"
        ),
        alarm=(
            "停止され, 停止しま, 制限され, 凍結, 当選, 賞品, プレゼント, 無料, 副業, 融資, 滞納, "
            "還付, 差し押さえ"
        ),
        spaced=False,
    ),
    "ko": LinkWords(
        purpose=(
            "인증, 본인 확인, 본인확인, 이메일 확인, 이메일을 확인, 번호 확인, 번호를 확인, "
            "계정 확인, 계정을 확인, 주소 확인, 주소를 확인, 확인하려면, 활성화, 로그인, 재설정, "
            "초기화, 변경하려면, 가입을 완료, 가입 완료, 잠금 해제, 비밀번호 설정, 비밀번호를 설정"
        ),
        invitation="클릭, 탭하, 누르, 눌러, 링크, 방문, 접속, 여기, 열어",
        code="코드, 인증번호, 확인번호, 비밀번호는",
        elsewhere=(
            "수신거부, 수신 거부, 무료거부, 고객센터, 도움말, 문의, 약관, 개인정보 처리, 택배, "
            "배송, 배달, 소포, 운송장, 주문, 쇼핑, 상점, 세일, 할인, 쿠폰, 이벤트, 뉴스, 기사, "
            "자세히, 상세, 청구, 명세, 결제, 납부, 요금, 이체, 잔액, 설문, 후기, 리뷰, 다운로드, "
            "설치, 예약, 예매, 티켓, 광고, 초대장, 청첩장, 과태료, 건강검진"
        ),
        alarm=(
            "정지, 차단, 제한되, 당첨, 경품, 상금, 무료, 대출, 사은품, 선물, 환급, 벌금, 미납, "
            "연체, 압류, 투자"
        ),
        spaced=False,
    ),
    "ar": LinkWords(
        purpose=(
            "تأكيد, أكد, للتأكيد, لتأكيد, تحقق, للتحقق, التحقق, تفعيل, فعّل, لتفعيل, تسجيل الدخول, "
            "سجل الدخول, لتسجيل دخول, تسجيل دخول, للدخول, الدخول إلى, إعادة تعيين, اعادة تعيين, "
            "استعادة, توثيق, مصادقة, إكمال التسجيل, اكمال التسجيل, تعيين كلمة"
        ),
        invitation="رابط, اضغط, انقر, بالضغط, بالنقر, زيارة, قم بزيارة, افتح, هنا",
        code="الرمز, رمزك, رمز الت, رمز ت, رمز هو, الكود, كودك, كود الت, كود ت, رقم سري",
        elsewhere=(
            "إلغاء الاشتراك, الغاء الاشتراك, مساعدة, الدعم, خدمة العملاء, الشروط, الخصوصية, تتبع, "
            "شحنة, شحنت, طرد, توصيل, طلبيت, تسوق, متجر, خصم, عروض, العرض, تخفيضات, قسيمة, كوبون, "
            "أخبار, مقال, تفاصيل, المزيد, فاتورة, فاتورت, ادفع, الدفع, للدفع, سداد, تحويل, رصيد, "
            "استبيان, تقييم, تحميل, تنزيل, موعد, حجز, تذكرة, لم تكن أنت, لم تقم"
        ),
        alarm=(
            "تعليق حساب, إيقاف, ايقاف, حظر, تجميد, ربحت, فزت, جائزة, مجاني, مجانا, قرض, هدية, "
            "مكافأة, غرامة, استرداد, ضريب"
        ),
        spaced=False,
    ),
    "fa": LinkWords(
        purpose=(
            "تایید*, تأیید*, تائید*, احراز هویت*, فعال سازی*, فعالسازی*, فعال کردن*, ورود*, "
            "وارد شو*, وارد حساب*, بازنشانی*, بازیابی*, تغییر رمز*, تکمیل ثبت*, اعتبارسنجی*"
        ),
        invitation="لینک*, پیوند*, کلیک*, بزنید*, ضربه*, مراجعه*, باز کنید*, اینجا*",
        code="کد*, رمز یکبار*, رمز پویا*",
        elsewhere=(
            "لغو*, پشتیبانی*, راهنما*, شرایط*, حریم*, پیگیری*, مرسوله*, بسته*, ارسال سفارش*, "
            "سفارش*, فروشگاه*, خرید*, تخفیف*, جشنواره*, حراج*, خبر*, مقاله*, جزئیات*, "
            "اطلاعات بیشتر*, قبض*, صورتحساب*, فاکتور*, پرداخت*, انتقال وجه*, موجودی*, نظرسنجی*, "
            "دانلود*, نصب*, نوبت*, رزرو*, بلیت*, بلیط*, ابلاغ*, شما نبود*"
        ),
        alarm=(
            "مسدود*, تعلیق*, برنده*, جایزه*, قرعه*, رایگان*, وام*, هدیه*, جریمه*, یارانه*, سهام*, "
            "شکایت*"
        ),
    ),
    "he": LinkWords(
        purpose=(
            "אימות, לאמת, אמתו, אשר את, אישור, לאשר, הפעל, להפעיל, הפעלת, התחבר, להתחבר, התחברות, "
            "כניסה, להיכנס, היכנס, איפוס, לאפס, אפס את, שחזור, לשחזר, להשלמת ההרשמה, "
            "להשלים את ההרשמה"
        ),
        invitation="לחץ, לחצ, ללחוץ, הקש, קישור, לינק, בקר, כאן, פתח, היכנסו",
        code="קוד, סיסמה חד",
        elsewhere=(
            "הסר, להסרה, עזרה, תמיכה, שירות לקוחות, תנאי, פרטיות, מעקב, חביל, משלוח, הזמנה, הזמנת, "
            "חנות, קניות, מבצע, הנחה, קופון, חדשות, כתבה, מאמר, פרטים, מידע נוסף, חשבונית, "
            "חשבון חשמל, תשלום, לשלם, העברה, יתרה, סקר, משוב, הורד, להוריד, לתור, כרטיס, לא אתה, "
            "לא ביקשת, לא זיהית"
        ),
        alarm=(
            "יושעה, יחסם, ייחסם, נחסם, חסום, הוקפא, זכית, זכייה, פרס, הגרלה, חינם, הלוואה, מתנה, "
            "קנס, לך חוב, החזר"
        ),
        spaced=False,
    ),
    "hi": LinkWords(
        purpose=(
            "सत्यापि*, सत्यापन*, वेरिफ*, पुष्टि*, कन्फर्म*, सक्रिय*, एक्टिव*, लॉगिन*, लॉग इन*, "
            "साइन इन*, रीसेट*, प्रमाणित*, satyapit*, pushti*"
        ),
        invitation=("लिंक*, क्लिक*, टैप*, दबाएं*, दबाएँ*, जाएं*, जाएँ*, खोलें*, विज़िट*, यहां*, यहाँ*"),
        code="कोड*, ओटीपी*, पिन",
        elsewhere=(
            "अनसब्सक्राइब*, सहायता*, मदद*, सपोर्ट*, शर्त*, गोपनीयता*, ट्रैक*, पार्सल*, डिलीवर*, "
            "ऑर्डर*, शॉप*, खरीद*, ऑफर*, छूट*, सेल, कूपन*, समाचार*, खबर*, विवरण*, जानकारी*, बिल*, "
            "भुगतान*, रिचार्ज*, शेष*, सर्वे*, डाउनलोड*, इंस्टॉल*, अपॉइंटमेंट*, बुकिंग*, टिकट*, "
            "केवाईसी*, आप नहीं*"
        ),
        alarm=(
            "निलंबित*, ब्लॉक*, बंद हो*, बंद कर*, जीत*, इनाम*, पुरस्कार*, लॉटरी*, मुफ्त*, मुफ़्त*, "
            "लोन*, ऋण*, बोनस*, उपहार*, जुर्माना*, रिफंड*"
        ),
    ),
    "bn": LinkWords(
        purpose=(
            "যাচাই*, নিশ্চিত*, ভেরিফ*, সক্রিয়*, অ্যাক্টিভ*, লগইন*, লগ ইন*, সাইন ইন*, রিসেট*, প্রমাণীকর*"
        ),
        invitation="লিংক*, লিঙ্ক*, ক্লিক*, ট্যাপ*, চাপুন*, ভিজিট*, যান*, খুলুন*, এখানে*",
        code="কোড*, ওটিপি*, পিন",
        elsewhere=(
            "আনসাবস্ক্রাইব*, সাহায্য*, সহায়তা*, শর্ত*, গোপনীয়তা*, ট্র্যাক*, পার্সেল*, ডেলিভারি*, "
            "অর্ডার*, কেনাকাটা*, অফার*, ছাড়*, কুপন*, খবর*, সংবাদ*, বিস্তারিত*, বিল*, পেমেন্ট*, "
            "পরিশোধ*, রিচার্জ*, ব্যালেন্স*, জরিপ*, ডাউনলোড*, ইনস্টল*, বুকিং*, টিকিট*, আপনি না*"
        ),
        alarm=(
            "স্থগিত*, ব্লক*, বন্ধ হ*, জিতেছেন*, পুরস্কার*, লটারি*, বিনামূল্যে*, ফ্রি*, ঋণ*, লোন*, বোনাস*, উপহার*"
        ),
    ),
    "ur": LinkWords(
        purpose=(
            "تصدیق*, توثیق*, فعال*, ایکٹیویٹ*, لاگ ان*, لاگ اِن*, سائن ان*, ری سیٹ*, بحال*, کنفرم*"
        ),
        invitation="لنک*, کلک*, ٹیپ*, دبائیں*, تھپتھپائیں*, جائیں*, کھولیں*, یہاں*, وزٹ*",
        code="کوڈ*, او ٹی پی*, پن",
        elsewhere=(
            "ان سبسکرائب*, مدد*, سپورٹ*, شرائط*, رازداری*, ٹریک*, پارسل*, ڈیلیوری*, آرڈر*, "
            "خریداری*, آفر, رعایت*, چھوٹ*, کوپن*, خبر*, تفصیل*, مزید معلومات*, بل, ادائیگی*, "
            "ریچارج*, بیلنس*, سروے*, ڈاؤن لوڈ*, بکنگ*, ٹکٹ*, آپ نہیں*"
        ),
        alarm=(
            "معطل*, بلاک*, بند کر*, بند ہو*, جیت*, انعام*, لاٹری*, مفت*, قرض*, بونس*, تحفہ*, "
            "جرمانہ*"
        ),
    ),
    "id": LinkWords(
        purpose=(
            "verifik*, konfirmasi*, aktivasi*, aktifkan*, mengaktifkan*, memverif*, "
            "mengonfirmasi*, masuk ke*, untuk masuk*, login*, log masuk*, atur ulang*, "
            "mengatur ulang*, setel ulang*, menyetel ulang*, pulihkan*, memulihkan*, autentik*, "
            "selesaikan pendaftaran*, otorisasi*"
        ),
        invitation="klik*, ketuk*, tautan*, link*, kunjungi*, buka*, tekan*, di sini*",
        code="kode*, otp",
        elsewhere=(
            "berhenti berlangganan*, bantuan*, layanan pelanggan*, syarat*, privasi*, lacak*, "
            "paket*, pengiriman*, kiriman*, kurir*, pesanan*, belanja*, toko*, diskon*, promo*, "
            "penawaran*, kupon*, berita*, artikel*, selengkapnya*, info lebih*, tagihan*, bayar*, "
            "pembayaran*, transfer*, saldo*, survei*, ulasan*, unduh*, instal*, janji temu*, "
            "reservasi*, tiket*, undangan pernikahan*, bukan anda*, tilang*"
        ),
        alarm=(
            "ditangguhkan*, diblokir*, dibekukan*, pemenang*, menang*, hadiah*, undian*, gratis*, "
            "pinjaman*, bonus*, denda*, pajak*"
        ),
    ),
    "ms": LinkWords(
        purpose=(
            "sahkan*, mengesahkan*, pengesahan*, aktifkan*, mengaktifkan*, log masuk*, "
            "daftar masuk*, tetapkan semula*, menetapkan semula*, set semula*, pulihkan*, "
            "lengkapkan pendaftaran*"
        ),
        invitation="klik*, ketik*, pautan*, lawati*, layari*, buka*, tekan*, di sini*",
        code="kod, otp, kod pengesahan*",
        elsewhere=(
            "nyahlanggan*, berhenti melanggan*, bantuan*, khidmat pelanggan*, terma, privasi*, "
            "jejak*, bungkusan*, penghantaran*, pesanan*, beli-belah*, kedai*, diskaun*, tawaran*, "
            "promosi*, baucar*, berita*, artikel*, maklumat lanjut*, bil anda*, bil bulan*, "
            "bayar*, bayaran*, pindahan*, baki, tinjauan*, muat turun*, temu janji*, tempahan*, "
            "tiket*, bukan anda*"
        ),
        alarm=(
            "digantung*, disekat*, dibekukan*, pemenang*, menang*, hadiah*, cabutan*, percuma*, "
            "pinjaman*, bonus*, saman trafik*, cukai*"
        ),
    ),
    "vi": LinkWords(
        purpose=(
            "xác minh*, xác nhận*, xác thực*, kích hoạt*, đăng nhập*, đặt lại*, khôi phục*, "
            "mở khóa*, mở khoá*, hoàn tất đăng ký*, hoàn thành đăng ký*, tạo mật khẩu*"
        ),
        invitation=(
            "nhấn*, bấm*, nhấp*, chạm*, liên kết*, đường dẫn*, link*, truy cập*, mở, tại đây*"
        ),
        code="mã xác*, mã otp*, mã của*, mã là*, mã đăng*, otp, nhập mã*, dùng mã*, mật mã*",
        elsewhere=(
            "hủy đăng ký*, huỷ đăng ký*, từ chối nhận*, trợ giúp*, hỗ trợ*, cskh*, điều khoản*, "
            "riêng tư*, theo dõi*, bưu kiện*, giao hàng*, vận chuyển*, đơn hàng*, mua sắm*, "
            "cửa hàng*, giảm giá*, khuyến mãi*, khuyến mại*, ưu đãi*, tin tức*, bài viết*, "
            "chi tiết*, xem thêm*, hóa đơn*, hoá đơn*, thanh toán*, chuyển khoản*, số dư*, "
            "khảo sát*, đánh giá*, tải về*, tải ứng dụng*, cài đặt*, lịch hẹn*, đặt chỗ*, "
            "vé máy bay*, không phải bạn*, không phải quý khách*, CTKM*"
        ),
        alarm=(
            "bị khóa*, bị khoá*, tạm ngưng*, đình chỉ*, trúng thưởng*, giải thưởng*, quà tặng*, "
            "tặng quà*, miễn phí*, khoản vay*, vay tiền*, tiền thưởng*, phạt tiền*"
        ),
    ),
    "th": LinkWords(
        purpose=(
            "ยืนยัน, เปิดใช้งาน, เข้าสู่ระบบ, ลงชื่อเข้าใช้, ล็อกอิน, รีเซ็ต, ตั้งรหัสผ่านใหม่, "
            "กู้คืน, ปลดล็อก, ตรวจสอบสิทธิ์, ลงทะเบียนให้เสร็จ"
        ),
        invitation="คลิก, แตะ, กด, ลิงก์, ลิงค์, เยี่ยมชม, ไปที่, เปิด, ที่นี่",
        code="รหัส OTP, รหัสยืนยัน, รหัสคือ, รหัสของ, ใช้รหัส, กรอกรหัส, โอทีพี",
        elsewhere=(
            "ยกเลิกการรับ, ยกเลิกรับ, ช่วยเหลือ, ศูนย์บริการ, เงื่อนไข, ความเป็นส่วนตัว, "
            "ติดตามพัสดุ, พัสดุ, จัดส่ง, ขนส่ง, คำสั่งซื้อ, ออเดอร์, ช้อป, ร้านค้า, ส่วนลด, "
            "โปรโมชั่น, โปรฯ, คูปอง, ข่าว, บทความ, รายละเอียด, เพิ่มเติม, บิล, ใบแจ้งหนี้, ชำระ, "
            "จ่าย, โอนเงิน, ยอดเงิน, แบบสอบถาม, ดาวน์โหลด, ติดตั้ง, นัดหมาย, การจอง, ตั๋ว, "
            "ไม่ใช่คุณ"
        ),
        alarm=("ระงับ, ถูกบล็อก, ถูกล็อก, รางวัล, โชคดี, ฟรี, เงินกู้, สินเชื่อ, โบนัส, ของขวัญ, ค่าปรับ, ภาษี"),
        spaced=False,
    ),
    "tr": LinkWords(
        purpose=(
            "doğrula*, onayla*, onay için*, etkinleştir*, aktive*, aktifleştir*, giriş yap*, "
            "giriş bağlant*, oturum aç*, giriş için*, sıfırla*, kurtar*, şifre belirle*, "
            "şifrenizi belirle*, kilidini aç*, kaydınızı tamamla*, kaydı tamamla*, "
            "şifrenizi yenile*, parolanızı yenile*"
        ),
        invitation="tıkla*, dokun*, bağlantı*, link*, ziyaret*, açın*, buradan*, basın*",
        code="kod*, şifreniz",
        elsewhere=(
            "abonelik*, ret yaz*, iptal için*, yardım*, destek*, koşullar*, gizlilik*, takip*, "
            "kargo*, paket*, teslim*, gönderi*, sipariş*, alışveriş*, mağaza*, indirim*, "
            "kampanya*, fırsat*, kupon*, haberler*, haberi*, makale*, detay*, ayrıntı*, "
            "bilgi için*, fatura*, öde, ödeme*, ödeyin*, havale*, bakiye*, anket*, değerlendir*, "
            "indir, indirin*, yükle*, randevu*, rezervasyon*, bilet*, siz değil*"
        ),
        alarm=(
            "askıya*, bloke*, kapatılacak*, kazandınız*, kazanan*, ödül*, çekiliş*, ücretsiz*, "
            "bedava*, kredi, kredisi*, bonus*, hediye*, ceza*, borç*, icra*, bahis*"
        ),
    ),
    "pl": LinkWords(
        purpose=(
            "potwierd*, zweryfik*, weryfik*, aktywuj*, aktywow*, aktywac*, zaloguj*, logow*, "
            "logowan*, zalogow*, zresetuj*, zresetow*, resetuj*, resetow*, odzyska*, odblokuj*, "
            "autoryz*, uwierzyteln*, dokończ rejestr*, dokończyć rejestr*, ustaw hasło*, "
            "ustawić hasło*"
        ),
        invitation=(
            "kliknij*, klik*, stuknij*, dotknij*, naciśnij*, link*, odnośnik*, odwiedź*, otwórz*, "
            "przejdź*, wejdź*, tutaj*"
        ),
        code="kod, kodu*, kodem*, kody*",
        elsewhere=(
            "wypisz*, rezygnac*, pomoc*, wsparci*, regulamin*, prywatno*, śledź*, śledz*, paczk*, "
            "przesyłk*, dostaw*, kurier*, zamówien*, zamow*, sklep*, zakup*, rabat*, promoc*, "
            "wyprzed*, ofert*, kupon*, aktualno*, artykuł*, szczegół*, więcej*, faktur*, rachun*, "
            "zapłać*, opłać*, opłat*, płatność*, płatności*, dopłat*, przelew*, saldo*, ankiet*, "
            "opini*, oceń*, pobierz*, zainstal*, wizyt*, rezerwac*, bilet*, to nie ty*"
        ),
        alarm=(
            "zablokow*, zawieszon*, ograniczon*, wygra*, nagrod*, loteri*, darmow*, za darmo*, "
            "pożyczk*, kredyt*, bonus*, prezenty*, mandat*, zaległ*, zadłuż*, odłącz*"
        ),
    ),
    "cs": LinkWords(
        purpose=(
            "potvrď*, potvrd*, potvrzen*, ověřte*, ověřit*, ověření*, ověřov*, aktivuj*, aktivov*, "
            "aktivac*, přihlas*, přihláš*, obnovte*, obnovit heslo*, obnovení hesla*, resetuj*, "
            "resetov*, odemkn*, autoriz*, dokončete regist*, dokončit regist*, nastavte heslo*, "
            "nastavení hesla*"
        ),
        invitation="klikn*, klepn*, odkaz*, stiskn*, navštiv*, otevř*, přejd*, zde, link*",
        code="kód*",
        elsewhere=(
            "odhlásit odběr*, odběr*, nápověd*, pomoc*, podpor*, podmínk*, soukrom*, sledov*, "
            "sledujte*, zásil*, balíč*, balíku*, doručen*, kurýr*, objedn*, obchod*, nákup*, "
            "slev*, akce, nabídk*, kupón*, novink*, článek*, podrobn*, více*, faktur*, účtenk*, "
            "zaplať*, zaplat*, platb*, převod*, zůstat*, dotazník*, hodnoc*, stáhn*, nainstal*, "
            "termín, rezerv*, vstupen*, jízden*, nejste to vy*, nebyli jste to vy*"
        ),
        alarm=(
            "zablokov*, pozastav*, omezen*, vyhrá*, výhr*, cenu, soutěž*, zdarma*, půjčk*, úvěr*, "
            "bonus*, dárek*, dárkov*, pokut*, dluh*, nedoplat*"
        ),
    ),
    "ro": LinkWords(
        purpose=(
            "verific*, confirm*, activar*, activează*, activezi*, activați*, autentific*, conect*, "
            "loga*, reset*, recuper*, debloc*, finaliza înregistr*, finalizați înregistr*, "
            "seta parola*, setați parola*, autoriz*"
        ),
        invitation=(
            "apas*, apăs*, click*, clic, link*, accesați*, accesează*, accesa, vizit*, deschid*, "
            "aici*, atinge*"
        ),
        code="cod, codul*, parola unică*",
        elsewhere=(
            "dezabon*, ajutor*, asistenț*, suport*, termeni*, confidențialitat*, urmăr*, colet*, "
            "livrare*, livrat*, livrăm*, curier*, comand*, magazin*, cumpăr*, reduc*, promo*, "
            "ofert*, voucher*, știri*, articol*, detalii*, mai mult*, factur*, plata, plătește*, "
            "plătiți*, achit*, transfer*, sold, sondaj*, recenzi*, descarc*, descărc*, instal*, "
            "programare*, rezerv*, bilet*, nu ai fost tu*, nu ați fost*"
        ),
        alarm=(
            "suspend*, bloca*, blocat*, restricț*, câștig*, premiu, premiul*, loteri*, gratuit*, "
            "gratis*, împrumut*, bonus*, cadou*, amend*, datori*, restant*"
        ),
    ),
    "hu": LinkWords(
        purpose=(
            "megerősít*, erősítse meg*, erősítsd meg*, igazol*, hitelesít*, aktivál*, "
            "bejelentkez*, jelentkezzen be*, jelentkezz be*, belép*, visszaállít*, "
            "állítsa vissza*, állítsd vissza*, új jelszó*, jelszava megad*, feloldás*, "
            "regisztráció befejez*, regisztráció véglegesít*, visszaállításához*"
        ),
        invitation=(
            "kattint*, koppint*, link*, hivatkoz*, látogass*, nyissa*, nyisd*, érintse*, itt, ide"
        ),
        code="kód*, kódja*",
        elsewhere=(
            "leiratkoz*, súgó*, segítség*, ügyfélszolg*, támogat*, feltétel*, adatvédel*, nyomon*, "
            "nyomköv*, csomag*, kézbesít*, szállít*, futár*, rendelés*, megrendel*, üzlet*, "
            "vásárl*, akció*, kedvezmény*, ajánlat*, kupon*, hír, hírek*, cikk*, részlet*, "
            "bővebb*, számla*, számlá*, fizet*, utal*, egyenleg*, kérdőív*, értékel*, letölt*, "
            "telepít*, időpont*, foglal*, jegy*, nem ön volt*, nem te voltál*"
        ),
        alarm=(
            "felfüggeszt*, letilt*, zárol*, korlátoz*, nyer*, nyeremény*, ingyen*, hitel, "
            "kölcsön*, bónusz*, ajándék*, bírság*, tartoz*, hátralék*"
        ),
    ),
    "nl": LinkWords(
        purpose=(
            "verifi*, verifieer*, bevestig*, activeer*, activer*, inlog*, in te loggen*, log in*, "
            "aan te melden*, meld je aan*, meld u aan*, aanmeld*, reset*, opnieuw in te stellen*, "
            "herstel*, ontgrendel*, wachtwoord in te stellen*, wachtwoord instel*, "
            "registratie af te*, registratie voltooi*, authentic*, autoris*"
        ),
        invitation="tik, tik op*, klik*, link*, bezoek*, open*, ga naar*, hier, druk*",
        code="code*, codes*",
        elsewhere=(
            "uitschrijv*, afmeld*, hulp*, klantenserv*, ondersteun*, voorwaard*, privacy*, "
            "volg je*, volg uw*, track*, pakket*, zending*, bezorg*, lever*, koerier*, bestel*, "
            "winkel*, webshop*, korting*, aanbied*, actie, kortingscode*, uitverkoop*, nieuws*, "
            "artikel*, meer info*, lees meer*, factuur*, rekening*, betaal*, betal*, overschrijv*, "
            "saldo*, enquête*, beoordel*, download*, installeer*, afspraak*, reserver*, ticket, "
            "tickets*, was jij dit niet*, was u dit niet*, niet zelf*"
        ),
        alarm=(
            "opgeschort*, geblokkeerd*, blokkeren*, beperkt*, gewonnen*, prijs*, loterij*, "
            "gratis*, lening*, bonus*, cadeau*, boete*, schuld*, achterstand*, deurwaarder*"
        ),
    ),
    "de": LinkWords(
        purpose=(
            "verifizier*, bestätig*, bestaetig*, aktivier*, freischalt*, freizuschalt*, anmeld*, "
            "anzumeld*, einlog*, einzulog*, log dich ein*, loggen sie sich ein*, melde dich an*, "
            "melden sie sich an*, zurücksetz*, zurueckset*, zurückzusetz*, zurueckzuset*, "
            "setzen sie ihr passwort*, setze dein passwort*, wiederherst*, entsperr*, "
            "registrierung abschließ*, registrierung abzuschl*, registrierung abschliess*, "
            "passwort festzuleg*, passwort festleg*, neues passwort*, authentifizier*, "
            "autorisier*, zugangslink*"
        ),
        invitation="tipp*, klick*, link*, besuch*, öffne*, oeffne*, hier, folge*, drück*",
        code="code*, smstan*, einmalpasswort*, einmalkennwort*",
        elsewhere=(
            "abbestell*, abmeld*, hilfe*, support*, kundenservice*, agb*, datenschutz*, "
            "nutzungsbeding*, sendungsverf*, verfolg*, paket*, sendung*, liefer*, zustell*, "
            "bestell*, einkauf*, rabatt*, angebot*, aktion, gutschein*, nachricht lesen*, "
            "artikel*, weitere info*, mehr info*, mehr daz*, details*, rechnung*, bezahl*, "
            "zahlung*, zahlen*, überweis*, kontostand*, umfrage*, bewert*, herunterlad*, "
            "download*, installier*, termin, terminver*, buchung*, reservier*, ticket, tickets*, "
            "waren sie das nicht*, warst du das nicht*, nicht sie*, nicht du*"
        ),
        alarm=(
            "gesperrt*, sperrung*, gesperr*, suspendiert*, eingeschränkt*, gewonnen*, gewinn*, "
            "lotterie*, gratis*, kostenlos*, bonus*, geschenk*, strafe*, bußgeld*, mahnung*, "
            "inkasso*, schulden*, steuer*, zollgeb*, prämie*"
        ),
    ),
    "fr": LinkWords(
        purpose=(
            "vérifi*, confirm*, activer*, activez*, activation*, authentifi*, valider*, validez*, "
            "validation*, connecter*, connectez*, connexion*, réinitialis*, récupér*, "
            "déverrouill*, débloquer votre*, finaliser votre inscription*, "
            "terminer votre inscription*, définir votre mot de passe*, créer votre mot de passe*, "
            "lien magique*, vous identifier*, identifiez*"
        ),
        invitation=(
            "cliqu*, touch*, appuy*, lien*, visit*, ouvr*, rendez-vous sur*, suivez*, suivre*, ici"
        ),
        code="code*, codes*",
        elsewhere=(
            "désabonn*, désinscri*, stop, aide, assistance*, support*, service client*, "
            "condition*, confidentialité*, suivi*, suivez votre colis*, colis*, livrais*, livrer*, "
            "livreur*, est livré*, été livré*, coursier*, command*, boutique*, achat*, promo*, "
            "rédu*, solde*, offre*, bon d'achat*, actualité*, article*, en savoir plus*, "
            "plus d'infos*, détail*, facture*, payer*, paiement*, payez*, régler*, virement*, "
            "sondage*, enquête*, avis, télécharg*, install*, rendez-vous, rdv*, réserv*, billet*, "
            "pas vous*, n'est pas vous*"
        ),
        alarm=(
            "suspend*, bloqué*, restreint*, gagn*, loterie*, gratuit*, prêt, bonus*, cadeau*, "
            "amende*, impayé*, dettes*, votre dette*, rembours*, impôts*, cpf*"
        ),
    ),
    "es": LinkWords(
        purpose=(
            "verific*, confirm*, activar*, activa tu*, active su*, activación*, autentic*, "
            "autentif*, validar*, inicia sesion*, iniciar sesion*, inicio de sesion*, "
            "inicie sesion*, accede a tu*, acceder a tu*, acceder a su*, restablec*, restaur*, "
            "recuper*, desbloque*, completa tu registro*, completar tu registro*, "
            "completar el registro*, crear tu contraseña*, enlace magico*, enlace de acceso*"
        ),
        invitation=(
            "toca*, toque*, pulsa*, pulse*, haz clic*, haga clic*, clic*, click*, enlace*, link*, "
            "visita*, visite*, abre*, abra*, entra*, sigue*, aqui"
        ),
        code="código*, codigo*, clave*, pin",
        elsewhere=(
            "baja, darse de baja*, cancelar suscri*, ayuda*, soporte*, atención al cliente*, "
            "términos*, privacidad*, rastre*, seguimiento*, paquete*, envío*, entrega*, reparto*, "
            "mensajero*, pedido*, tienda*, compra*, descuento*, promo*, oferta*, rebaja*, cupón*, "
            "noticia*, artículo*, más info*, detalle*, factura*, pago*, pagar*, paga, pague*, "
            "transfer*, saldo*, encuesta*, opini*, valora, descarga*, instala*, cita, reserva*, "
            "boleto*, tus entradas*, no fuiste tú*, no has sido tú*, no eres tú*, no fue usted*"
        ),
        alarm=(
            "suspend*, bloquead*, restringid*, ganad*, ganaste*, gana, premio*, sorteo*, lotería*, "
            "gratis*, préstamo*, bono, regalo*, una multa*, multas*, deuda*, impuesto*, reembols*, "
            "aduana*"
        ),
    ),
    "pt": LinkWords(
        purpose=(
            "verific*, confirm*, ativar*, ative, ativação*, validar*, validação*, autentic*, "
            "inicie sessão*, iniciar sessão*, fazer login*, faça login*, entrar na*, entrar no*, "
            "acessar sua*, acesse sua conta*, redefin*, recuper*, desbloque*, repor a*, "
            "conclua seu cadastro*, concluir seu cadastro*, finalizar seu cadastro*, "
            "concluir o registo*, criar sua senha*, link mágico*, link de acesso*"
        ),
        invitation=(
            "toque*, clique*, clicar*, link*, ligação*, visite*, acesse*, abra*, aceda*, siga*, "
            "aqui"
        ),
        code="código*, token",
        elsewhere=(
            "descadastr*, cancelar inscri*, sair da lista*, ajuda*, suporte*, atendimento*, "
            "termos*, privacidade*, rastre*, encomenda*, pacote*, entrega*, envio*, correios*, "
            "pedido*, loja*, compra*, desconto*, promo*, oferta*, cupom*, cupão*, notícia*, "
            "artigo*, saiba mais*, mais info*, detalhe*, fatura*, boleto*, pagamento*, pagar*, "
            "pague*, transfer*, pix, saldo*, pesquisa*, avali*, baixe*, baixar*, descarreg*, "
            "instal*, sua consulta*, consulta médica*, agendam*, marcação*, reserva*, bilhete*, "
            "ingresso*, não foi você*, nao foi voce*"
        ),
        alarm=(
            "suspens*, bloquead*, restring*, ganhou*, ganhe*, prêmio*, sorteio*, grátis*, "
            "empréstimo*, bônus*, um presente*, seu presente*, multas*, uma multa*, dívida*, "
            "imposto*, reembols*, alfândega*, resgat*, seus pontos*"
        ),
    ),
    "it": LinkWords(
        purpose=(
            "verific*, conferm*, attiva*, autentic*, convalid*, accedere*, accedi*, accesso*, "
            "reimpost*, recuper*, ripristin*, sblocc*, completare la registr*, "
            "completa la registr*, impostare la password*, link magico*"
        ),
        invitation=(
            "tocca*, toccare*, clicca*, cliccare*, premi*, link*, visita*, visitare*, apri*, "
            "segui*, vai su*, collegamento*"
        ),
        code="codice*, pin",
        elsewhere=(
            "disiscriv*, annulla iscr*, cancellarti*, aiuto*, assistenza*, supporto*, termini*, "
            "privacy*, traccia*, tracking*, pacco*, spedizion*, consegn*, corriere*, ordine*, "
            "ordini*, negozio*, acquist*, sconto*, promo*, offert*, saldi*, buono*, notizi*, "
            "articolo*, maggiori info*, più info*, scopri*, dettagli*, fattura*, bolletta*, paga, "
            "pagar*, pagament*, bonifico*, saldo*, sondaggio*, recension*, scarica*, installa*, "
            "appuntament*, prenotazion*, bigliett*, non sei stato*, non eri tu*"
        ),
        alarm=(
            "sospes*, bloccat*, vinto*, vinci*, premio*, lotteria*, gratis*, gratuit*, prestito*, "
            "bonus*, regalo*, una multa*, debito*, rimbors*, tasse, una tassa*"
        ),
    ),
    "sv": LinkWords(
        purpose=(
            "verifier*, bekräft*, aktiver*, logga in*, inloggning*, återställ*, lås upp*, "
            "slutför din regist*, slutföra din regist*, autentis*, legitimera*, välj lösenord*"
        ),
        invitation="tryck*, klicka*, länk*, besök*, öppna*, gå till*, här, följ*",
        code="kod, koden*, kod:*, engångskod*",
        elsewhere=(
            "avregistr*, avprenumer*, hjälp*, support*, kundtjänst*, villkor*, integritet*, "
            "spåra*, paket*, försändels*, leverans*, lever*, budet*, beställ*, din order*, "
            "ordern*, butik*, köpet*, köpt*, rabatt*, erbjud*, rea, kampanj*, nyhet*, artikel*, "
            "läs mer*, mer info*, detalj*, faktura*, räkning*, betal*, överför*, saldo*, enkät*, "
            "omdöme*, ladda ner*, installer*, tid hos*, bokning*, boka*, biljett*, inte du*, "
            "inte var du*"
        ),
        alarm=(
            "avstäng*, spärr*, blockera*, begräns*, vunnit*, vinn*, vinst*, lotteri*, gratis*, "
            "billån*, bonus*, presentkort*, böter*, skuld*, inkasso*, återbäring*"
        ),
    ),
    "no": LinkWords(
        purpose=(
            "verifiser*, bekreft*, aktiver*, logg inn*, logge inn*, innlogging*, pålogging*, "
            "tilbakestill*, gjenopprett*, nullstill*, lås opp*, fullfør regist*, fullføre regist*, "
            "velg passord*"
        ),
        invitation="trykk*, klikk*, lenk*, link*, besøk*, åpne*, gå til*, her",
        code="kode*",
        elsewhere=(
            "avmeld*, meld deg av*, hjelp*, support*, kundeservice*, vilkår*, personvern*, spor, "
            "sporing*, pakke*, sendingen*, lever*, bestill*, ordre*, butikk*, kjøp*, rabatt*, "
            "tilbud*, salg*, kampanje*, nyhet*, artikkel*, les mer*, mer info*, detalj*, faktura*, "
            "regning*, betal*, overfør*, saldo*, undersøkelse*, vurder*, last ned*, installer*, "
            "time hos*, bookingen*, bestilling*, billett*, ikke deg*, ikke var deg*"
        ),
        alarm=(
            "suspender*, sperret*, blokker*, begrens*, vunnet*, vinn*, premie, premien*, lotteri*, "
            "gratis*, billån*, bonus*, gavekort*, gjeld*, inkasso*, refusjon*"
        ),
    ),
    "da": LinkWords(
        purpose=(
            "verificer*, bekræft*, aktiver*, log ind*, logge ind*, login*, nulstil*, gendan*, "
            "lås op*, fuldfør regist*, fuldføre regist*, godkend*, vælg adgangskode*, "
            "vælg en adgangskode*"
        ),
        invitation="tryk*, klik*, link*, besøg*, åbn*, gå til*, her",
        code="kode*",
        elsewhere=(
            "afmeld*, frameld*, hjælp*, support*, kundeservice*, vilkår*, privatliv*, spor, "
            "sporing*, pakke*, forsendelse*, lever*, bestil*, ordre*, butik*, køb*, rabat*, "
            "tilbud*, udsalg*, kampagne*, nyhed*, artikel*, læs mere*, mere info*, detalj*, "
            "faktura*, regning*, betal*, overfør*, saldo*, undersøgelse*, hent app*, download*, "
            "installer*, din booking*, aftale*, billet*, ikke dig*, ikke var dig*"
        ),
        alarm=(
            "suspender*, spærret*, blokeret*, begræns*, vundet*, vind en*, præmie*, lotteri*, "
            "gratis*, billån*, bonus*, gavekort*, bøde*, gæld*, inkasso*, refusion*"
        ),
    ),
    "fi": LinkWords(
        purpose=(
            "vahvist*, varmen*, aktivo*, kirjaud*, kirjautu*, sisäänkirj*, nollaa*, "
            "palauta salasan*, salasanan palaut*, viimeistele rekister*, "
            "rekisteröinnin viimeistel*, tunnistaud*, todenna*, avaa lukitus*, aseta salasana*, "
            "salasanan vaihta*"
        ),
        invitation=(
            "napauta*, klikkaa*, paina*, linkki*, linkist*, linkin*, siirry*, avaa, käy, tästä*, "
            "tässä*"
        ),
        code="koodi*",
        elsewhere=(
            "peru tilaus*, peruuta*, ohje*, tuki, asiakaspalv*, ehdot*, tietosuoj*, seuraa lähet*, "
            "paket*, lähety*, toimitus*, tilau*, kauppa*, ostos*, alennus*, tarjous*, alessa, "
            "kampanja*, uutis*, artikkel*, lue lisää*, lisätie*, lasku*, maksu, maksun*, maksut*, "
            "maksa*, tilisiir*, saldo*, kysely*, arvostel*, arvioi*, lataa*, asenna*, ajanvara*, "
            "varaus*, varaa*, lippu*, et ollut sinä*, et itse*"
        ),
        alarm=(
            "jäädyt*, estetty*, keskeyt*, suljetaan*, rajoitet*, voitt*, palkin*, arvont*, ilmai*, "
            "laina*, bonus*, lahja*, sakko*, velkasi*, velkaa*, perintätoim*, veronpal*"
        ),
    ),
    "el": LinkWords(
        purpose=(
            "επαλήθ*, επαληθεύ*, επιβεβαί*, ενεργοποί*, σύνδεση*, συνδεθ*, συνδεθείτε*, είσοδο*, "
            "εισέλθ*, επαναφορ*, επαναφέρ*, ανάκτησ*, ανακτήσ*, ξεκλειδ*, αυθεντικοπ*, πιστοποί*, "
            "ταυτοποί*, ολοκληρώσετε την εγγραφή*, ολοκληρώστε την εγγραφή*, ολοκλήρωση εγγραφής*, "
            "epivevai*"
        ),
        invitation=(
            "πατήστε*, πάτησε*, πατήσ*, κλικ*, κάντε*, σύνδεσμο*, συνδέσμο*, επισκεφ*, ανοίξ*, "
            "άνοιξ*, μεταβ*, εδώ*, link*"
        ),
        code=(
            "κωδικός:*, κωδικός επ*, κωδικός σας*, κωδικό επ*, κωδικός μ*, τον κωδικό*, kodikos*, "
            "otp"
        ),
        elsewhere=(
            "διαγραφ*, απεγγραφ*, βοήθ*, υποστήρ*, εξυπηρέτ*, όροι*, απορρήτ*, παρακολούθ*, δέμα*, "
            "δέματ*, αποστολ*, παράδοσ*, παραλαβ*, παραγγελ*, κατάστημ*, αγορ*, έκπτωσ*, εκπτώσ*, "
            "προσφορ*, κουπόνι*, νέα, άρθρο*, περισσότερ*, λεπτομέρ*, τιμολόγ*, πληρω*, πληρώ*, "
            "εξόφλησ*, μεταφορ*, υπόλοιπ*, έρευν*, ερωτηματ*, αξιολόγ*, λήψη*, κατεβάσ*, εγκατασ*, "
            "ραντεβού*, κράτησ*, εισιτήρ*, δεν ήσασταν εσείς*, δεν ήσουν εσύ*"
        ),
        alarm=(
            "αναστολ*, ανασταλ*, μπλοκ*, δεσμευ*, περιορ*, κερδίσ*, κέρδισ*, βραβεί*, έπαθλ*, "
            "κλήρωσ*, λαχεί*, δωρεάν*, δάνει*, μπόνους*, δώρο*, πρόστιμ*, οφειλ*, επιστροφή χρημ*"
        ),
    ),
}

# Words of an address itself: English everywhere, beside every language's own purpose words.
ADDRESS_PURPOSE = (
    "verif*, confirm*, activat*, auth, authenticat*, authoriz*, authoris*, oauth*, sso, login*, "
    "log in*, logon*, signin*, sign in*, signon*, magic*, otp, token, reset*, recover*, password*, "
    "passwd*, pwd, passcode*, passwordless*, invit*, validat*, 2fa, mfa, temp access*, "
    "temporary access*, access link*, onetime*, one time*, unlock*"
)
ADDRESS_ELSEWHERE = (
    "unsub*, optout*, opt out*, stop, help, helpcenter*, support*, faq*, contact us*, terms*, tos, "
    "privacy*, policy*, policies*, legal*, track*, parcel*, package*, deliver*, shipment*, "
    "shipping*, courier*, order*, orders*, shop, store, products*, product, cart, basket*, sale, "
    "sales*, deal, deals*, offer*, promo*, coupon*, voucher*, discount*, win, prize*, gift*, "
    "bonus*, lottery*, news, newsletter*, article*, blog*, story*, survey*, feedback*, review*, "
    "rating*, pay, payment*, payments*, bill, bills*, billing*, invoice*, receipt*, checkout*, "
    "statement*, download*, install*, app store*, playstore*, docs, guide*, learn, careers*, "
    "jobs*, deny*, decline*, reject*, report*, cancel*, revoke*, not me*, notme*, "
    "email preferences*, appointment*, booking*, event, events*, ticket*, webinar*, redelivery*"
)

# The names that a secret goes by in a query, and those of a campaign's own parameters.
PROOF_NAMES = "token code otp key hash sig signature auth ticket jwt secret nonce oobcode pin t k c"
TRACKING_NAMES = "utm fbclid gclid msclkid ref referrer source campaign lang locale"

# Whoever makes a short address chooses its words: they prove nothing.
SHORTENERS = (
    "bit.ly tinyurl.com t.co goo.gl is.gd v.gd ow.ly cutt.ly rb.gy rebrand.ly shorturl.at t.ly "
    "tiny.cc buff.ly clck.ru vk.cc u.to t.cn dwz.cn url.cn suo.im s.id bom.so tny.im soo.gd"
)
OTHER_SITES = (
    "apps.apple.com itunes.apple.com play.google.com apps.microsoft.com appgallery.huawei.com "
    "maps.google.com maps.app.goo.gl youtube.com youtu.be facebook.com instagram.com twitter.com "
    "x.com tiktok.com linkedin.com wa.me forms.gle docs.google.com zoom.us"
)
OTHER_SCHEMES = (
    "ftp ftps sftp file ws wss ssh git about blob geo maps market itms itms-apps itms-appss "
    "itms-services whatsapp fb instagram twitter youtube"
)

// The shortcodes that are shown as emoji; any other stays as it was written.

export const EMOJI = Object.fromEntries(
  `+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|no_entry ⛔
no_entry_sign 🚫|warning ⚠️|rotating_light 🚨|exclamation ❗|question ❓|information_source ℹ️|bulb 💡|fire 🔥|tada 🎉
rocket 🚀|dart 🎯|trophy 🏆|star ⭐|sparkles ✨|eyes 👀|wave 👋|raised_hand ✋|raised_hands 🙌|clap 👏|pray 🙏|muscle 💪
point_right 👉|point_left 👈|point_up ☝️|point_down 👇|handshake 🤝|heart ❤️|blue_heart 💙|green_heart 💚
smile 😄|slightly_smiling_face 🙂|grin 😁|joy 😂|thinking_face 🤔|neutral_face 😐|disappointed 😞|cry 😢|sweat_smile 😅
calendar 📅|date 📅|spiral_calendar_pad 🗓️|clock1 🕐|clock9 🕘|alarm_clock ⏰|stopwatch ⏱️|hourglass ⌛|hourglass_flowing_sand ⏳
bell 🔔|no_bell 🔕|mega 📣|loudspeaker 📢|speech_balloon 💬|thought_balloon 💭|envelope ✉️|inbox_tray 📥|outbox_tray 📤
memo 📝|pencil ✏️|pencil2 ✏️|clipboard 📋|page_facing_up 📄|bookmark_tabs 📑|file_folder 📁|open_file_folder 📂
bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|mag 🔍|link 🔗|pushpin 📌|round_pushpin 📍|paperclip 📎
lock 🔒|unlock 🔓|key 🔑|shield 🛡️|scales ⚖️|balance_scale ⚖️|wrench 🔧|hammer 🔨|gear ⚙️|hammer_and_wrench 🛠️|construction 🚧
robot_face 🤖|brain 🧠|computer 💻|floppy_disk 💾|package 📦|test_tube 🧪|microscope 🔬|seedling 🌱|herb 🌿|evergreen_tree 🌲
moneybag 💰|money_with_wings 💸|briefcase 💼|office 🏢|bust_in_silhouette 👤|busts_in_silhouette 👥
ballot_box_with_ballot 🗳️|ballot_box 🗳️|checkered_flag 🏁|triangular_flag_on_post 🚩|vertical_traffic_light 🚦|octagonal_sign 🛑
red_circle 🔴|large_orange_circle 🟠|orange_circle 🟠|large_yellow_circle 🟡|yellow_circle 🟡|large_green_circle 🟢|green_circle 🟢
large_blue_circle 🔵|blue_circle 🔵|white_circle ⚪|black_circle ⚫|large_green_square 🟩|large_red_square 🟥|large_yellow_square 🟨
white_large_square ⬜|black_large_square ⬛|white_medium_square ◻️|small_blue_diamond 🔹|small_orange_diamond 🔸|arrow_right ➡️
arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrow_upper_right ↗️|arrow_lower_right ↘️|arrows_counterclockwise 🔄|repeat 🔁
fast_forward ⏩|double_vertical_bar ⏸️|pause_button ⏸️|arrow_forward ▶️|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|100 💯|zzz 💤
sunny ☀️|partly_sunny ⛅|cloud ☁️|rain_cloud 🌧️|zap ⚡|coffee ☕|new 🆕|ok 🆗|sos 🆘|ghost 👻|see_no_evil 🙈`
    .split(/[|\n]/)
    .map((pair) => pair.split(" ")),
);

export const withEmoji = (words) => words.replace(/:([a-z0-9_+-]+):/g, (code, name) => EMOJI[name] ?? code);

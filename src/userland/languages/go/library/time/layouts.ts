/** Moments as text. */
export const layouts = `package time

import (
	"strconv"
	"strings"
)

const (
	ANSIC       = "Mon Jan _2 15:04:05 2006"
	RFC822      = "02 Jan 06 15:04 MST"
	RFC1123     = "Mon, 02 Jan 2006 15:04:05 MST"
	RFC3339     = "2006-01-02T15:04:05Z07:00"
	RFC3339Nano = "2006-01-02T15:04:05.999999999Z07:00"
	Kitchen     = "3:04PM"
	DateTime    = "2006-01-02 15:04:05"
	DateOnly    = "2006-01-02"
	TimeOnly    = "15:04:05"
)

func pad(n, width int) string {
	text := strconv.Itoa(n)
	for len(text) < width {
		text = "0" + text
	}
	return text
}

var words = []string{
	"2006", "January", "Jan", "Monday", "Mon", "MST", "-07:00", "-0700", "Z07:00", "Z0700", "01", "02", "03", "04", "05", "06", "15", "_2", "PM", "pm", "1", "2", "3", "4", "5",
}

func (t Time) Format(layout string) string {
	year, month, day, hour, min, sec, weekday := civil(t.seconds())
	var b strings.Builder
	for layout != "" {
		if (layout[0] == '.' || layout[0] == ',') && len(layout) > 1 && (layout[1] == '0' || layout[1] == '9') {
			at := 1
			for at < len(layout) && layout[at] == layout[1] {
				at++
			}
			if at == len(layout) || layout[at] < '0' || layout[at] > '9' {
				digits := pad(int(t.nsec), 9)
				if at-1 < 9 {
					digits = digits[:at-1]
				}
				if layout[1] == '9' {
					digits = strings.TrimRight(digits, "0")
				}
				if digits != "" {
					b.WriteString(layout[:1] + digits)
				}
				layout = layout[at:]
				continue
			}
		}
		found := ""
		for _, word := range words {
			if strings.HasPrefix(layout, word) {
				found = word
				break
			}
		}
		if found == "" {
			b.WriteString(layout[:1])
			layout = layout[1:]
			continue
		}
		layout = layout[len(found):]
		twelve := (hour+11)%12 + 1
		switch found {
		case "2006":
			b.WriteString(pad(year, 4))
		case "06":
			b.WriteString(pad(year%100, 2))
		case "January":
			b.WriteString(months[month-1])
		case "Jan":
			b.WriteString(months[month-1][:3])
		case "01":
			b.WriteString(pad(month, 2))
		case "1":
			b.WriteString(strconv.Itoa(month))
		case "Monday":
			b.WriteString(days[weekday])
		case "Mon":
			b.WriteString(days[weekday][:3])
		case "02":
			b.WriteString(pad(day, 2))
		case "_2":
			if day < 10 {
				b.WriteString(" ")
			}
			b.WriteString(strconv.Itoa(day))
		case "2":
			b.WriteString(strconv.Itoa(day))
		case "15":
			b.WriteString(pad(hour, 2))
		case "03":
			b.WriteString(pad(twelve, 2))
		case "3":
			b.WriteString(strconv.Itoa(twelve))
		case "04":
			b.WriteString(pad(min, 2))
		case "4":
			b.WriteString(strconv.Itoa(min))
		case "05":
			b.WriteString(pad(sec, 2))
		case "5":
			b.WriteString(strconv.Itoa(sec))
		case "PM", "pm":
			half := "AM"
			if hour >= 12 {
				half = "PM"
			}
			if found == "pm" {
				half = strings.ToLower(half)
			}
			b.WriteString(half)
		case "MST":
			b.WriteString("UTC")
		case "-0700":
			b.WriteString("+0000")
		case "-07:00":
			b.WriteString("+00:00")
		default:
			b.WriteString("Z")
		}
	}
	return b.String()
}
`;

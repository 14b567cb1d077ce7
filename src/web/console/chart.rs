//! Bars by day, as a picture that the server draws (SVG): no script, and the colours of the page.

/// The width of a bar with its gap, and of the bar, in units of the picture.
const SLOT: i64 = 20;
const BAR: i64 = 14;
/// The height of the picture, in units of the picture.
const HEIGHT: i64 = 80;

/// A chart: a bar for each day.
pub struct Chart {
    /// Its name in the page.
    pub name: &'static str,
    /// What is counted.
    pub title: String,
    /// The sum of the days.
    pub total: i64,
    /// The width of the picture, in units of the picture.
    pub width: i64,
    /// The height of the picture, in units of the picture.
    pub height: i64,
    /// The bars, the oldest first.
    pub bars: Vec<Bar>,
}

/// A bar of a chart.
pub struct Bar {
    /// Where it begins.
    pub x: i64,
    /// Where it ends above.
    pub y: i64,
    /// The width of the bar.
    pub width: i64,
    /// Its height: one unit for nothing, so that every day is seen.
    pub height: i64,
    /// What it stands for: the day and the number.
    pub says: String,
}

impl Chart {
    /// The chart of numbers by day, the oldest first.
    pub fn new(name: &'static str, title: String, values: Vec<(String, i64)>) -> Self {
        let max = values
            .iter()
            .map(|(_, value)| *value)
            .max()
            .unwrap_or(0)
            .max(1);
        let total = values.iter().map(|(_, value)| *value).sum();
        let places = (0..).step_by(usize::try_from(SLOT).unwrap_or(1));
        let bars: Vec<Bar> = places
            .zip(values)
            .map(|(x, (day, value))| bar(x, value, max, &day))
            .collect();
        let width = bars.last().map_or(0, |last| last.x + BAR);
        Self {
            name,
            title,
            total,
            width,
            height: HEIGHT,
            bars,
        }
    }
}

fn bar(x: i64, value: i64, max: i64, day: &str) -> Bar {
    let height = (value.saturating_mul(HEIGHT) / max).clamp(1, HEIGHT);
    Bar {
        x,
        y: HEIGHT - height,
        width: BAR,
        height,
        says: format!("{day}: {value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_fills_the_picture_and_a_day_without_anything_is_seen() {
        let days = [("a", 0), ("b", 5), ("c", 10)];
        let days = days.map(|(day, value)| (day.to_owned(), value));
        let chart = Chart::new("x", String::new(), days.into());
        let heights: Vec<i64> = chart.bars.iter().map(|bar| bar.height).collect();
        assert_eq!(heights, [1, 40, 80]);
        assert!(chart.bars.iter().all(|bar| bar.y + bar.height == HEIGHT));
        assert_eq!((chart.total, chart.width), (15, 54));
        assert_eq!(chart.bars[1].says, "b: 5");
    }

    #[test]
    fn nothing_at_all_is_a_chart_too() {
        let chart = Chart::new("x", String::new(), vec![("a".into(), 0)]);
        assert_eq!((chart.total, chart.bars[0].height), (0, 1));
    }
}

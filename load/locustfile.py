"""Load for MovieGrains: the mix of queries that ./movies bench http measures, with values drawn from the target itself.

    locust -f load/locustfile.py --host http://127.0.0.1:8080 --headless --users 50 --run-time 60s

Values are asked of /actors, /genres and /years once, when the test begins, and drawn by Zipf's law: the value of rank r with a
weight of 1/r**s, because few names are asked for often and most hardly ever.

MOVIES_ZIPF     the law's exponent s; default 1.0
MOVIES_VALUES   how many names are drawn from; default 5000
MOVIES_SEED     makes a run's draws those of another; default by chance
MOVIES_PAUSE    seconds that a user waits between two requests, on average; default 0.1, 0 for none
"""

import itertools
import os
import random
from urllib.parse import quote

import gevent
from locust import FastHttpUser, events, task
from locust.exception import StopUser

ZIPF = float(os.environ.get("MOVIES_ZIPF", "1.0"))
VALUES = int(os.environ.get("MOVIES_VALUES", "5000"))
PAUSE = float(os.environ.get("MOVIES_PAUSE", "0.1"))
RANDOM = random.Random(os.environ.get("MOVIES_SEED"))
PAGE_SIZE = 200
PAGES_OF_MOVIES = 10


class Zipf:
    """Draws values, the first ones most often."""

    def __init__(self, values):
        self.values = values
        self.weights = list(itertools.accumulate(1 / rank**ZIPF for rank in range(1, len(values) + 1)))

    def draw(self):
        return RANDOM.choices(self.values, cum_weights=self.weights)[0]


def part_of(text):
    """Two to eight letters in a row, without blanks at the ends."""
    length = RANDOM.randint(2, 8)
    start = RANDOM.randint(0, max(0, len(text) - length))
    return text[start : start + length].strip() or text


class Values:
    """What the target has; read once for all users."""

    def __init__(self, client):
        self.genres = Zipf(self.listed(client, "/genres", 1000))
        self.years = Zipf([int(year) for year in self.listed(client, "/years", 1000)])
        self.names = Zipf(self.listed(client, "/actors", VALUES))
        self.movies = self.some_movies(client)

    @staticmethod
    def listed(client, path, most):
        """The values of a list, the most frequent first where the target has them so."""
        items = []
        for page in itertools.count(1):
            answer = client.get(f"{path}?page={page}&page_size={PAGE_SIZE}", name="(values)")
            answer.raise_for_status()
            body = answer.json()
            items += body["items"]
            if not body.get("has_more") or len(items) >= most:
                break
        items.sort(key=lambda item: -item["count"])
        if not items:
            raise StopUser(f"{path} has no values: the catalogue is empty")
        return [item["value"] for item in items[:most]]

    @staticmethod
    def some_movies(client):
        """Movies from all over the catalogue, for parts of their titles and for filters that have something in common."""
        def page(number):
            answer = client.get(f"/movies?fields=title,year,cast,genres&page_size={PAGE_SIZE}&page={number}", name="(values)")
            answer.raise_for_status()
            return answer.json()

        first = page(1)
        last = -(-first["total"] // PAGE_SIZE)
        others = RANDOM.sample(range(2, last + 1), min(PAGES_OF_MOVIES, max(0, last - 1)))
        movies = first["items"] + [movie for number in others for movie in page(number)["items"]]
        return [movie for movie in movies if movie["cast"] and movie["genres"]] or movies


VALUES_OF_TARGET = None
READING = gevent.lock.Semaphore()


@events.test_start.add_listener
def forget(**_):
    global VALUES_OF_TARGET
    VALUES_OF_TARGET = None


class Reader(FastHttpUser):
    """Asks as people do: mostly one or two filters, now and then all of them, and sometimes another page."""

    def on_start(self):
        global VALUES_OF_TARGET
        with READING:
            if VALUES_OF_TARGET is None:
                VALUES_OF_TARGET = Values(self.client)
        self.of = VALUES_OF_TARGET

    def wait_time(self):
        return RANDOM.expovariate(1 / PAUSE) if PAUSE > 0 else 0

    def ask(self, name, **filters):
        # A bar or a backslash means something in a filter.
        texts = {key: str(value).replace("\\", "\\\\").replace("|", "\\|") for key, value in filters.items()}
        query = "&".join(f"{key}={quote(text, safe='')}" for key, text in texts.items())
        return self.client.get(f"/movies?{query}", name=name)

    @task(1)
    def year(self):
        self.ask("year", year=self.of.years.draw())

    @task(1)
    def year_and_genre(self):
        self.ask("year + genre", year=self.of.years.draw(), genre=self.of.genres.draw())

    @task(1)
    def cast(self):
        self.ask("cast", cast=self.of.names.draw())

    @task(1)
    def actor(self):
        self.ask("actor (part)", actor=part_of(self.of.names.draw()))

    @task(1)
    def title(self):
        self.ask("title (part)", title=part_of(RANDOM.choice(self.of.movies)["title"]))

    @task(1)
    def four_filters(self):
        movie = RANDOM.choice(self.of.movies)
        filters = {"title": part_of(movie["title"]), "year": movie["year"]}
        if movie["cast"] and movie["genres"]:
            filters |= {"actor": part_of(RANDOM.choice(movie["cast"])), "genre": RANDOM.choice(movie["genres"])}
        self.ask("four filters", **filters)

    @task(1)
    def deep_cursor(self):
        """A page, and the one after it by the cursor that it gives."""
        filters = {"year": f"..{self.of.years.draw()}"}
        answer = self.ask("first page", **filters)
        if answer.status_code == 200 and "next" in (body := answer.json()):
            self.ask("cursor page", cursor=body["next"], **filters)
